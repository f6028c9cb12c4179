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
 * stays is a reason to send again over another connection, where repeats do no harm. Not
 * thread-safe: looked at by one task at a time.
 */
final class AckWatch {

  private final UploadParts parts;
  private final StreamName stream;
  private @Nullable Long oldest;
  private long since;
  private boolean gap;

  AckWatch(UploadParts parts) {
    this.parts = parts;
    this.stream = parts.stream().spec().name();
  }

  /** A new upload: what waits has its whole time again. */
  void restart() {
    oldest = null;
  }

  /**
   * Looks at the ledger once.
   *
   * @return how long the oldest whole fragment has waited over this upload
   */
  Duration look() {
    long now = parts.services().budgets().nanoTime().getAsLong();
    Optional<Long> waits = parts.ledger().oldestWhole();
    Long current = waits.orElse(null);
    if (current == null || !current.equals(oldest)) {
      oldest = current;
      since = now;
    }
    Duration age = current == null ? Duration.ZERO : Duration.ofNanos(now - since);
    boolean late = age.compareTo(ResilienceFacts.AckGap.TOLERATED) >= 0;
    if (late != gap) {
      gap = late;
      parts
          .services()
          .gate()
          .admission(stream)
          .of(ResilienceRules.ACK_GAP, new ResilienceFacts.AckGap(stream, waits, age));
    }
    return age;
  }
}
