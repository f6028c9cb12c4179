package io.github.kvssecure.local.streams;

import io.github.kvssecure.local.mkv.MkvFragment;
import io.github.kvssecure.local.mkv.MkvHeader;
import java.time.Instant;

/**
 * One complete fragment. Its media carries absolute timestamps, whatever the upload used.
 * Immutable.
 *
 * @param number fragment number: 47 digits, increasing within a stream
 * @param serverTime when it was complete
 * @param header tracks and codec private data of its upload
 * @param media timecode, frames and tags; times since the epoch
 * @param persisted whether the stream had a retention
 */
public record StoredFragment(
    String number, Instant serverTime, MkvHeader header, MkvFragment media, boolean persisted) {
  /** What the objects around the data of a frame take, roughly. */
  private static final int FRAME_OVERHEAD_BYTES = 128;

  /** Returns about how many bytes of memory the fragment takes. */
  long heldBytes() {
    return media.sizeBytes() + (long) FRAME_OVERHEAD_BYTES * (1 + media.frames().size());
  }
}
