package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceValidity;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.time.Duration;

/**
 * IOT-06: the certificate of a device is valid, and for another 30 days. One that is over gets no
 * credentials in any case; the control warns before that.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/iot-device-defender/latest/devguide/audit-chk-device-cert-approaching-expiration.html">the
 *     30 days of AWS IoT Device Defender</a>
 */
final class CertificateValidity implements Rule<DeviceValidity> {

  private static final Duration WARNING = Duration.ofDays(30);

  @Override
  public Control control() {
    return Control.IOT_06;
  }

  @Override
  public Decision evaluate(DeviceValidity facts, SecurityPolicy policy) {
    if (facts.now().isBefore(facts.notBefore())) {
      return violation(
          facts,
          "a certificate that is valid only from " + facts.notBefore(),
          "set this machine's clock, which says " + facts.now());
    }
    if (facts.now().plus(WARNING).isAfter(facts.notAfter())) {
      boolean over = facts.now().isAfter(facts.notAfter());
      return violation(
          facts,
          "a certificate that " + (over ? "ended" : "ends") + " at " + facts.notAfter(),
          "have AWS IoT make a new certificate, attach it to the thing, and put it in place of the"
              + " old one: aws iot create-certificate-from-csr --set-as-active");
    }
    return satisfied("valid until " + facts.notAfter());
  }

  private Decision violation(DeviceValidity facts, String found, String remedy) {
    return violatedAt("certificate of device " + facts.thing())
        .found(found)
        .required("a certificate that is valid now and for " + WARNING.toDays() + " more days")
        .remedy(remedy);
  }
}
