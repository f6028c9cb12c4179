package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.ResilienceFacts.Freed;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/**
 * RES-03: media is forgotten only when it is stored. Where the stream keeps media that is
 * PERSISTED; where it keeps none, nothing more than RECEIVED is ever said.
 */
final class KeptUntilStored implements Rule<Freed> {

  @Override
  public Control control() {
    return Control.RES_03;
  }

  @Override
  public Decision evaluate(Freed facts, SecurityPolicy policy) {
    Acknowledgement.Type enough =
        facts.retention().hours() > 0
            ? Acknowledgement.Type.PERSISTED
            : Acknowledgement.Type.RECEIVED;
    return facts.reached() == enough
        ? satisfied("a fragment is kept until " + enough)
        : violatedAt("stream " + facts.stream())
            .found("a fragment forgotten at " + facts.reached())
            .required("a fragment kept until " + enough)
            .remedy("this is a defect of this library: report it, and look for a newer version");
  }
}
