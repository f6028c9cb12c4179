package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceUploads;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/**
 * IOT-11: nobody else sends to a device's stream. A single refusal may be due to an own connection
 * that the service has not yet seen end (30 seconds); a repeated one points to a copied key.
 */
final class OneIdentityOnePlace implements Rule<DeviceUploads> {

  private static final int REPEATED = 3;

  @Override
  public Control control() {
    return Control.IOT_11;
  }

  @Override
  public Decision evaluate(DeviceUploads facts, SecurityPolicy policy) {
    if (facts.connectionLimits() == 0) {
      return satisfied("no other upload to stream " + facts.stream() + " was noticed");
    }
    if (facts.connectionLimits() < REPEATED) {
      return notEvaluated("an earlier connection of this device may still count");
    }
    return violatedAt("device " + facts.thing())
        .found(
            facts.connectionLimits()
                + " uploads in a row to stream "
                + facts.stream()
                + " refused because of another one")
        .required("one process that uses the device's certificate")
        .remedy(
            "look for a second process or a copied key; if it was copied: aws iot"
                + " update-certificate --new-status REVOKED");
  }
}
