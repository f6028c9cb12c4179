package io.github.kvssecure.fake;

import io.github.kvssecure.spi.Upload;
import io.github.kvssecure.spi.UploadBody;
import io.github.kvssecure.spi.UploadListener;
import io.github.kvssecure.spi.UploadRequest;
import io.github.kvssecure.spi.UploadTransport;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Opens uploads that go as a test says. Thread-safe. */
public final class FakeUploadTransport implements UploadTransport {

  private final List<FakeUpload> uploads = new CopyOnWriteArrayList<>();

  @Override
  public Upload open(UploadRequest request, UploadBody body, UploadListener listener) {
    FakeUpload upload = new FakeUpload(request, body, listener);
    uploads.add(upload);
    return upload;
  }

  /** All uploads, in order. */
  public List<FakeUpload> uploads() {
    return List.copyOf(uploads);
  }

  /** The upload that was opened last. */
  public FakeUpload upload() {
    return uploads.get(uploads.size() - 1);
  }

  @Override
  public void close() {
    uploads.forEach(FakeUpload::abort);
  }
}
