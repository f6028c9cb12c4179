package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.ResilienceFacts.Quiet;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.time.Duration;

/**
 * RES-05: an upload over which nothing is sent is noticed. The service closes it after 30 seconds;
 * that is no failure, and the next frame opens another one.
 */
final class QuietNoticed implements Rule<Quiet> {

  private static final Duration NOTICED = Duration.ofSeconds(20);

  @Override
  public Control control() {
    return Control.RES_05;
  }

  @Override
  public Decision evaluate(Quiet facts, SecurityPolicy policy) {
    return facts.quiet().compareTo(NOTICED) < 0
        ? satisfied("the upload of stream " + facts.stream() + " is in use")
        : violatedAt("upload of stream " + facts.stream())
            .found("nothing was sent for " + facts.quiet().toSeconds() + " s")
            .required("media at least every " + NOTICED.toSeconds() + " s")
            .remedy(
                "see whether the camera stands still; if it records on motion only, nothing is to"
                    + " be done: the next frame opens another upload");
  }
}
