package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.ResilienceFacts.Writers;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/**
 * RES-09: one producer sends to a stream. Others in this process are noticed; those elsewhere show
 * as ConnectionLimitExceededException.
 *
 * @see <a href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/limits.html">Quotas</a>
 */
final class OneWriter implements Rule<Writers> {

  @Override
  public Control control() {
    return Control.RES_09;
  }

  @Override
  public Decision evaluate(Writers facts, SecurityPolicy policy) {
    return facts.others() == 0
        ? satisfied("nobody else in this process sends to " + facts.arn().value())
        : violatedAt("stream " + facts.arn().value())
            .found((facts.others() + 1) + " producers of this process that send to it")
            .required("one")
            .remedy(
                "use one SecureProducer in a process, and close a stream before it is reopened");
  }
}
