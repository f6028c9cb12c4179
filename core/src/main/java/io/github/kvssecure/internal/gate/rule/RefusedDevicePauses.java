package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceRefusals;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/**
 * IOT-10: a device that was refused again and again leaves the credentials provider alone. It may
 * have been revoked; asking on would also hide it among its own noise.
 */
final class RefusedDevicePauses implements Rule<DeviceRefusals> {

  @Override
  public Control control() {
    return Control.IOT_10;
  }

  @Override
  public Decision evaluate(DeviceRefusals facts, SecurityPolicy policy) {
    if (facts.refusals() < facts.limit()) {
      return satisfied(facts.refusals() + " refusals in a row");
    }
    return violatedAt("device " + facts.thing())
        .found(facts.refusals() + " refusals in a row, the latest: " + facts.latest())
        .required("fewer than " + facts.limit() + " refusals in a row")
        .remedy(
            "the device is locked out in this process; see whether it was revoked on purpose, mend"
                + " its certificate, policy or role alias, and build the producer anew");
  }
}
