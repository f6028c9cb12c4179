package io.github.kvssecure.jni.internal.bind;

import io.github.kvssecure.media.AcknowledgementError;

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
  static String persisted(long timecodeMillis) {
    return text("PERSISTED", timecodeMillis) + "}";
  }

  /** Says that a fragment will never be accepted, which skips it. */
  static String error(long timecodeMillis, AcknowledgementError error) {
    return text("ERROR", timecodeMillis) + ",\"ErrorId\":" + error.id() + "}";
  }

  /** Says that a fragment will not be sent, which skips it: error 4011, a track without a frame. */
  static String leftOut(long timecodeMillis) {
    return text("ERROR", timecodeMillis) + ",\"ErrorId\":4011}";
  }

  private static String text(String type, long timecodeMillis) {
    return "{\"EventType\":\"" + type + "\",\"FragmentTimecode\":" + timecodeMillis;
  }
}
