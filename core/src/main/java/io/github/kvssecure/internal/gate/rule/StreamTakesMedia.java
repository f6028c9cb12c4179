package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.Facts.ReportedStream;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/**
 * RES-02: the stream is neither being made nor going away. Whether UPDATING takes media is not
 * documented, so it is let through.
 */
final class StreamTakesMedia implements Rule<ReportedStream> {

  @Override
  public Control control() {
    return Control.RES_02;
  }

  @Override
  public Decision evaluate(ReportedStream facts, SecurityPolicy policy) {
    return switch (facts.description().status()) {
      case ACTIVE, UPDATING -> satisfied("status " + facts.description().status());
      case UNKNOWN -> notEvaluated("the service reports a status this version does not know");
      case CREATING, DELETING ->
          violatedAt("stream " + facts.spec().name())
              .found("status " + facts.description().status())
              .required("status ACTIVE")
              .remedy(
                  "open the stream again once it is ACTIVE; a DELETING stream must be made anew");
    };
  }
}
