package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.Facts.RetentionUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.stream.Retention;
import java.util.Optional;

/**
 * RES-01: media is stored. With retention 0 only consumers that watch at that moment see it, and an
 * acknowledgement means received, not stored.
 */
final class MediaStored implements Rule<RetentionUse> {

  @Override
  public Control control() {
    return Control.RES_01;
  }

  @Override
  public Decision evaluate(RetentionUse facts, SecurityPolicy policy) {
    Optional<Retention> retention =
        facts.creating()
            ? facts.retention().or(() -> Optional.of(Retention.NONE))
            : facts.retention();
    if (retention.isEmpty()) {
      return notEvaluated("no retention was asked for; what the service reports decides");
    }
    return retention.get().equals(Retention.NONE)
        ? violatedAt("stream " + facts.stream())
            .found("a retention of 0 h: nothing is stored")
            .required("at least 1 h")
            .remedy(
                ".retention(Retention.ofHours(24)) for a new stream; StreamAdministration.retain for"
                    + " one that is there")
        : satisfied("media is stored for " + retention.get());
  }
}
