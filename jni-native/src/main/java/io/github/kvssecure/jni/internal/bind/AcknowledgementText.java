package io.github.kvssecure.jni.internal.bind;

import io.github.kvssecure.media.AcknowledgementError;
import io.github.kvssecure.media.FragmentNumber;
import java.util.Optional;

/**
 * An acknowledgement in the service's JSON, as the native producer parses it; made from values, so
 * that nothing a server wrote reaches the native parser.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/API_dataplane_PutMedia.html">PutMedia</a>
 */
final class AcknowledgementText {

  private AcknowledgementText() {}

  /** Says that a fragment is stored, which frees it. */
  static String persisted(long timecodeMillis, Optional<FragmentNumber> number) {
    return text("PERSISTED", timecodeMillis, number) + "}";
  }

  /** Says that a fragment will never be accepted, which skips it. */
  static String error(
      long timecodeMillis, Optional<FragmentNumber> number, AcknowledgementError error) {
    return text("ERROR", timecodeMillis, number) + ",\"ErrorId\":" + error.id() + "}";
  }

  private static String text(String type, long timecodeMillis, Optional<FragmentNumber> number) {
    return "{\"EventType\":\""
        + type
        + "\",\"FragmentTimecode\":"
        + timecodeMillis
        + number.map(n -> ",\"FragmentNumber\":\"" + n.value() + "\"").orElse("");
  }
}
