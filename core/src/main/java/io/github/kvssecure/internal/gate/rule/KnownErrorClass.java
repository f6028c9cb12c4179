package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.WireFacts.ErrorReported;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/**
 * WIRE-08: an error number, known or not, is judged by its class: 45xx is a security matter, 4xxx
 * permanent, 5xxx transient. One outside these classes is not trusted to pass.
 */
final class KnownErrorClass implements Rule<ErrorReported> {

  @Override
  public Control control() {
    return Control.WIRE_08;
  }

  @Override
  public Decision evaluate(ErrorReported facts, SecurityPolicy policy) {
    int id = facts.error().id();
    return id >= 4000 && id <= 5999
        ? satisfied("error " + id + " is " + facts.error().kind())
        : violatedAt("acknowledgements of stream " + facts.stream())
            .found("error " + id + ", which belongs to no class")
            .required("an error number of KVS, 4000 to 5999")
            .remedy("the upload was stopped; look for a newer version of this library");
  }
}
