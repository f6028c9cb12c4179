package io.github.kvssecure.stream;

import java.util.List;
import java.util.Optional;

/**
 * What became of a stream's media by the time it was closed. Immutable.
 *
 * @param frames accounting in frames
 * @param fragments accounting in fragments
 * @param notPersisted timecodes, in milliseconds, of the fragments that were not acknowledged as
 *     stored
 * @param failure why the stream failed, if it did
 */
public record CloseReport(
    Accounting frames,
    Accounting fragments,
    List<Long> notPersisted,
    Optional<RuntimeException> failure) {

  /** Copies the list. */
  public CloseReport {
    notPersisted = List.copyOf(notPersisted);
  }

  /**
   * Whether everything that was accepted is stored.
   *
   * @return true if nothing was dropped and nothing is pending
   */
  public boolean isComplete() {
    return frames.dropped() == 0 && frames.pending() == 0;
  }
}
