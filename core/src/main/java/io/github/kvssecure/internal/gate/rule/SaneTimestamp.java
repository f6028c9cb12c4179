package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.WireFacts.MediaTime;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.time.Duration;

/** WIRE-03: a live frame is of now, give or take five minutes. */
final class SaneTimestamp implements Rule<MediaTime> {

  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  @Override
  public Control control() {
    return Control.WIRE_03;
  }

  @Override
  public Decision evaluate(MediaTime facts, SecurityPolicy policy) {
    Duration off = Duration.between(facts.now(), facts.presentation());
    return off.abs().compareTo(TOLERANCE) <= 0
        ? satisfied("within " + TOLERANCE + " of the clock")
        : violatedAt("stream " + facts.stream())
            .found("a frame that is " + off.abs() + (off.isNegative() ? " old" : " in the future"))
            .required("a timestamp within " + TOLERANCE + " of the clock, for live media")
            .remedy(
                "look at the camera's clock; for recordings it is meant:"
                    + " SecurityPolicy.strict().insecurelyWaive(Control.WIRE_03, reason, until)");
  }
}
