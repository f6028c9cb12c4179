package io.github.kvssecure.spi;

import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamSpec;
import java.time.Duration;

/**
 * Packages the frames of many streams into Matroska fragments, and keeps them until they are
 * acknowledged. Thread-safe. It opens no connection, and holds no credential.
 */
public interface MediaProducer {

  /**
   * Opens a stream and waits until it takes frames.
   *
   * @param spec name, tracks and buffer limits
   * @param description what the session verified; its retention decides which acknowledgement frees
   *     a fragment
   * @param listener told of what the stream wants
   * @param timeout how long to wait until it is ready
   * @return the open stream
   * @throws MediaProducerException if it does not become ready in time, or the packager refuses
   */
  MediaStream open(
      StreamSpec spec,
      StreamDescription description,
      MediaStreamListener listener,
      Duration timeout);

  /**
   * The largest frame it can take, in bytes. A larger one is refused before it gets here.
   *
   * @return more than zero
   */
  int maxFrameBytes();

  /**
   * Where it keeps media that is not acknowledged yet (RES-08).
   *
   * @return as it is configured; the same every time
   */
  MediaStorage storage();

  /**
   * The memory it keeps media in, for all streams together.
   *
   * @return bytes; half of the Java heap unless it has memory of its own
   */
  default long storageBytes() {
    return Runtime.getRuntime().maxMemory() / 2;
  }
}
