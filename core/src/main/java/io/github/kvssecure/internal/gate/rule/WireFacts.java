package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.media.AcknowledgementError;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.stream.StreamName;
import java.time.Instant;

/** What rules about the wire of PutMedia look at. All immutable. */
public final class WireFacts {

  private WireFacts() {}

  /**
   * The time of a frame that begins a fragment.
   *
   * @param stream of which stream
   * @param presentation its timestamp
   * @param now the present
   */
  public record MediaTime(StreamName stream, Instant presentation, Instant now) {}

  /**
   * How an upload ended.
   *
   * @param stream of which stream
   * @param end its end
   */
  public record UploadOver(StreamName stream, UploadEnd end) {}

  /**
   * An acknowledgement that reports an error.
   *
   * @param stream of which stream
   * @param error what it reports
   */
  public record ErrorReported(StreamName stream, AcknowledgementError error) {}

  /**
   * How fast a stream is put, over some seconds.
   *
   * @param stream which
   * @param bitsPerSecond of media
   * @param fragmentsPerSecond begun
   */
  public record UploadRate(StreamName stream, double bitsPerSecond, double fragmentsPerSecond) {}
}
