package io.github.kvssecure.jni.internal.bind;

import io.github.kvssecure.spi.MediaStreamListener;
import io.github.kvssecure.spi.UploadId;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Notes what a stream wants, for a test to wait on. */
class RecordingListener implements MediaStreamListener {

  final BlockingQueue<UploadId> requested = new LinkedBlockingQueue<>();
  final List<UploadId> complete = new CopyOnWriteArrayList<>();
  final List<String> dropped = new CopyOnWriteArrayList<>();
  final List<String> pressure = new CopyOnWriteArrayList<>();
  private final Semaphore data = new Semaphore(0);

  /** Called first, whatever is told. */
  void any() {}

  @Override
  public void uploadRequested(UploadId upload) {
    any();
    requested.add(upload);
  }

  @Override
  public void dataAvailable(UploadId upload) {
    any();
    data.release();
  }

  @Override
  public void uploadComplete(UploadId upload) {
    any();
    complete.add(upload);
  }

  @Override
  public void mediaLost(long timecodeMillis, String reason) {
    any();
    dropped.add(reason);
  }

  @Override
  public void pressure(String reason) {
    any();
    pressure.add(reason);
  }

  /** The next upload that is asked for. */
  UploadId awaitUpload() throws InterruptedException {
    UploadId upload = requested.poll(10, TimeUnit.SECONDS);
    if (upload == null) {
      throw new AssertionError("no upload was asked for within 10 s");
    }
    return upload;
  }

  /** Waits until data was announced; says whether it was. */
  boolean awaitData() throws InterruptedException {
    boolean announced = data.tryAcquire(10, TimeUnit.SECONDS);
    data.drainPermits();
    return announced;
  }
}
