package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.ProcessFacts.DebugSwitches;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/** BP-05: nothing is switched on that writes headers, keys or media somewhere. */
final class DebugSwitchesOff implements Rule<DebugSwitches> {

  @Override
  public Control control() {
    return Control.BP_05;
  }

  @Override
  public Decision evaluate(DebugSwitches facts, SecurityPolicy policy) {
    return facts.on().isEmpty()
        ? satisfied("no debug switch is on")
        : violatedAt("process")
            .found(String.join("; ", facts.on()))
            .required("debug switches off")
            .remedy(
                "remove them from the command line, the environment and the logging configuration");
  }
}
