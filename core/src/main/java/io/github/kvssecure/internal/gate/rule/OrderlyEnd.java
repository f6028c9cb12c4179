package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.WireFacts.UploadOver;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException.Failure;

/**
 * WIRE-07: a response that is cut short is noticed: nothing counts as stored that was not
 * acknowledged.
 */
final class OrderlyEnd implements Rule<UploadOver> {

  @Override
  public Control control() {
    return Control.WIRE_07;
  }

  @Override
  public Decision evaluate(UploadOver facts, SecurityPolicy policy) {
    if (facts.end() instanceof UploadEnd.Completed) {
      return satisfied("the response ended in order");
    }
    Failure failure = ((UploadEnd.Broken) facts.end()).cause().failure();
    return failure == Failure.CONNECTION_LOST || failure == Failure.TLS
        ? violatedAt("upload of stream " + facts.stream())
            .found("a connection that ended without close_notify or before the response was over")
            .required("a response that ends in order")
            .remedy(
                "what was not acknowledged is kept and sent again; if it happens often, look at the"
                    + " network")
        : notEvaluated("the upload ended otherwise: " + failure);
  }
}
