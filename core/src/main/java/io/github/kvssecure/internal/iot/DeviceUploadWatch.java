package io.github.kvssecure.internal.iot;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.spi.SignedHeaders;
import io.github.kvssecure.spi.Upload;
import io.github.kvssecure.spi.UploadBody;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadListener;
import io.github.kvssecure.spi.UploadRequest;
import io.github.kvssecure.spi.UploadResponse;
import io.github.kvssecure.spi.UploadTransport;
import io.github.kvssecure.stream.StreamName;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The uploads of a device, and how often in a row the service said that another one is under way: a
 * sign of a copied key (IOT-11). Thread-safe; changes nothing about the uploads.
 */
public final class DeviceUploadWatch implements UploadTransport {

  private static final String OTHER_UPLOAD = "ConnectionLimitExceededException";

  private final UploadTransport transport;
  private final DeviceGuard guard;
  private final Map<StreamName, Integer> refusedInARow = new ConcurrentHashMap<>();

  /**
   * A watch.
   *
   * @param transport sends; closed with this
   * @param guard of the device
   */
  public DeviceUploadWatch(UploadTransport transport, DeviceGuard guard) {
    this.transport = transport;
    this.guard = guard;
  }

  @Override
  public Upload open(UploadRequest request, UploadBody body, UploadListener listener) {
    return transport.open(request, body, new Watching(request.stream().name(), listener));
  }

  @Override
  public void close() {
    transport.close();
  }

  private void otherUpload(StreamName stream) {
    guard.connectionLimits(stream, refusedInARow.merge(stream, 1, Integer::sum));
  }

  private void noOtherUpload(StreamName stream) {
    refusedInARow.remove(stream);
    guard.connectionLimits(stream, 0);
  }

  private final class Watching implements UploadListener {

    private final StreamName stream;
    private final UploadListener listener;

    Watching(StreamName stream, UploadListener listener) {
      this.stream = stream;
      this.listener = listener;
    }

    @Override
    public void signed(SignedHeaders headers) {
      listener.signed(headers);
    }

    @Override
    public void connected(ConnectionEvidence evidence) {
      listener.connected(evidence);
    }

    @Override
    public void dated(Instant theirs) {
      listener.dated(theirs);
    }

    @Override
    public void responded(UploadResponse response) {
      if (response.status() == 200) {
        noOtherUpload(stream);
      }
      listener.responded(response);
    }

    @Override
    public void acknowledged(Acknowledgement acknowledgement) {
      listener.acknowledged(acknowledgement);
    }

    @Override
    public void ended(UploadEnd end) {
      if (end instanceof UploadEnd.Broken broken
          && broken
              .cause()
              .response()
              .flatMap(UploadResponse::errorType)
              .filter(OTHER_UPLOAD::equals)
              .isPresent()) {
        otherUpload(stream);
      }
      listener.ended(end);
    }
  }
}
