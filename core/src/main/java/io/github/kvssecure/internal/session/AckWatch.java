package io.github.kvssecure.internal.session;

import io.github.kvssecure.internal.gate.rule.ResilienceFacts;
import io.github.kvssecure.internal.gate.rule.ResilienceRules;
import io.github.kvssecure.stream.StreamName;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Notices when the oldest whole fragment stays without its acknowledgement although an upload runs.
 * Acknowledgements may come late and together, so a gap is a warning and no proof of loss; one that
 * stays is a reason to send again over another connection, where repeats do no harm. A fragment
 * that is still being sent is not waited for: a slow link is no silent one. Thread-safe.
 */
final class AckWatch {

  private final UploadParts parts;
  private final StreamName stream;

  // Guarded by this.
  private @Nullable Long oldest;
  private long since;
  private long sentBefore;
  private long sentUntilNow;
  private boolean gap;

  AckWatch(UploadParts parts) {
    this.parts = parts;
    this.stream = parts.stream().spec().name();
  }

  /** A new upload: what waits has its whole time again. */
  synchronized void restart() {
    oldest = null;
  }

  /**
   * Looks at the ledger once.
   *
   * @param sent how many bytes the upload has passed on
   * @return how long the oldest whole fragment has waited over this upload since it was sent
   */
  Duration look(long sent) {
    Optional<FragmentBook.Whole> waits = parts.ledger().oldestWhole();
    Duration age = age(waits, sent);
    if (changes(age.compareTo(ResilienceFacts.AckGap.TOLERATED) >= 0)) {
      parts
          .services()
          .gate()
          .admission(stream)
          .of(
              ResilienceRules.ACK_GAP,
              new ResilienceFacts.AckGap(
                  stream, waits.map(FragmentBook.Whole::timecodeMillis), age));
    }
    return age;
  }

  private synchronized Duration age(Optional<FragmentBook.Whole> waits, long sent) {
    long now = parts.services().budgets().nanoTime().getAsLong();
    Long current = waits.map(FragmentBook.Whole::timecodeMillis).orElse(null);
    if (current == null || !current.equals(oldest)) {
      oldest = current;
      since = now;
      sentBefore = sent;
    } else if (sent != sentUntilNow && sent - sentBefore < waits.get().bytes()) {
      // It may not have left yet, and something still leaves.
      since = now;
    }
    sentUntilNow = sent;
    return current == null ? Duration.ZERO : Duration.ofNanos(now - since);
  }

  private synchronized boolean changes(boolean late) {
    boolean changed = late != gap;
    gap = late;
    return changed;
  }
}
