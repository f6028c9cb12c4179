package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.WireFacts.MediaTime;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.time.Instant;

/**
 * WIRE-04: uploads use absolute timecodes, so frames carry the time of day and not the time since
 * the start.
 */
final class TimecodeFits implements Rule<MediaTime> {

  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  @Override
  public Control control() {
    return Control.WIRE_04;
  }

  @Override
  public Decision evaluate(MediaTime facts, SecurityPolicy policy) {
    return facts.presentation().isBefore(EARLIEST)
        ? violatedAt("stream " + facts.stream())
            .found("a frame of " + facts.presentation())
            .required("absolute timestamps, not before " + EARLIEST)
            .remedy(
                "add the time of day at which the recording began to the timestamps: Frame.key(track,"
                    + " began.plus(sinceStart), data)")
        : satisfied("absolute, " + facts.presentation());
  }
}
