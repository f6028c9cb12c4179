package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceCall;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/**
 * IOT-12: nothing writes down the answer of the credentials call. The call itself follows no
 * redirect, gives a proxy CONNECT only and logs nothing; what is looked at here are switches of the
 * JDK that would write the plain text of TLS.
 */
final class UnloggedCredentialsCall implements Rule<DeviceCall> {

  @Override
  public Control control() {
    return Control.IOT_12;
  }

  @Override
  public Decision evaluate(DeviceCall facts, SecurityPolicy policy) {
    return facts.switches().isEmpty()
        ? satisfied("no redirect is followed, nothing is logged")
        : violatedAt("credentials call of device " + facts.thing())
            .found("system properties " + facts.switches() + ", which make the JDK write out TLS")
            .required("a process that does not log what TLS carries")
            .remedy("start Java without -D" + String.join(" and -D", facts.switches()));
  }
}
