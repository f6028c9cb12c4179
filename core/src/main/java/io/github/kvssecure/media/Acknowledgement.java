package io.github.kvssecure.media;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the service says of one fragment while its upload goes on. Immutable.
 *
 * @param type how far the fragment has come
 * @param fragmentTimecodeMillis the fragment's timecode in milliseconds; absent on {@code IDLE} and
 *     on errors that name no fragment
 * @param fragmentNumber the service's number of it, where given
 * @param error what went wrong, on {@code ERROR} only
 * @see <a
 *     href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/API_dataplane_PutMedia.html">PutMedia</a>
 */
public record Acknowledgement(
    Type type,
    OptionalLong fragmentTimecodeMillis,
    Optional<FragmentNumber> fragmentNumber,
    Optional<AcknowledgementError> error) {

  /** How far a fragment has come. */
  public enum Type {
    /** The service began to receive it. */
    BUFFERING,
    /** The service has all of it in memory. */
    RECEIVED,
    /** It is stored; sent only where the stream's retention is above zero. */
    PERSISTED,
    /** It was not accepted. */
    ERROR,
    /** Nothing has come for a while. */
    IDLE
  }
}
