package io.github.kvssecure.local.mkv;

import java.util.Map;

/**
 * Hears what an {@link MkvReader} finds, in file order, on the thread that feeds the reader. Every
 * method does nothing until overridden.
 */
public interface MkvListener {

  /** The stream is described: {@code Info} and {@code Tracks} are complete. */
  default void header(MkvHeader header) {}

  /**
   * A cluster began and its timecode is known.
   *
   * @param timecodeMillis the timecode of the cluster in milliseconds, rounded down
   */
  default void fragmentBegan(long timecodeMillis) {}

  /** A block is complete; its fragment is the one that began last. */
  default void frame(MkvFrame frame) {}

  /** The fragment that began last is complete and within the limits. */
  default void fragmentEnded(MkvFragment fragment) {}

  /**
   * The fragment that ended last is closed with {@code AWS_KINESISVIDEO_END_OF_FRAGMENT}, and
   * described by the tags beside it.
   */
  default void fragmentClosed(Map<String, String> tags) {}

  /**
   * Tags that describe no fragment: they name a track or chapter as their target, or no cluster
   * follows.
   */
  default void segmentTags(Map<String, String> tags) {}
}
