package io.github.kvssecure.stream;

import java.util.List;
import java.util.Optional;

/**
 * What became of a stream's media by the time it was closed. Immutable.
 *
 * @param accounting everything that was accepted, and what became of it
 * @param notPersisted timecodes, in milliseconds, of the fragments that were pending when it was
 *     closed: not acknowledged as stored. Those that were dropped before were named by events
 * @param failure why the stream failed, if it did
 */
public record CloseReport(
    StreamAccounting accounting, List<Long> notPersisted, Optional<RuntimeException> failure) {

  /** Copies the list. */
  public CloseReport {
    notPersisted = List.copyOf(notPersisted);
  }

  /**
   * Accounting in frames, on all tracks.
   *
   * @return the counts
   */
  public Accounting frames() {
    return accounting.frames();
  }

  /**
   * Accounting in fragments.
   *
   * @return the counts
   */
  public Accounting fragments() {
    return accounting.fragments();
  }

  /**
   * Whether everything that was accepted is stored.
   *
   * @return true if nothing was dropped and nothing is pending
   */
  public boolean isComplete() {
    return frames().dropped() == 0 && frames().pending() == 0;
  }
}
