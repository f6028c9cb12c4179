package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceKeyPair;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/**
 * IOT-05: the private key belongs to the certificate, and is RSA of at least 2048 bits or on a NIST
 * curve that AWS IoT takes.
 *
 * @see <a href="https://docs.aws.amazon.com/iot/latest/developerguide/x509-client-certs.html">X.509
 *     client certificates in AWS IoT</a>
 */
final class StrongMatchingKey implements Rule<DeviceKeyPair> {

  private static final int MIN_RSA_BITS = 2048;

  @Override
  public Control control() {
    return Control.IOT_05;
  }

  @Override
  public Decision evaluate(DeviceKeyPair facts, SecurityPolicy policy) {
    String key = facts.curve().orElse(facts.algorithm() + " of " + facts.bits() + " bits");
    boolean strong =
        (facts.algorithm().equals("RSA") && facts.bits() >= MIN_RSA_BITS)
            || facts.curve().isPresent();
    if (!strong) {
      return violatedAt("key of device " + facts.thing())
          .found("a key of kind " + key)
          .required("RSA of 2048 bits or more, or EC P-256, P-384 or P-521")
          .remedy(
              "make a new key, for example openssl ecparam -name prime256v1 -genkey, and have AWS IoT"
                  + " sign its request: aws iot create-certificate-from-csr");
    }
    return facts.matches()
        ? satisfied(key + ", and it belongs to the certificate")
        : violatedAt("key of device " + facts.thing())
            .found("a private key that does not belong to the certificate")
            .required("the private key of the first certificate")
            .remedy("DeviceKey.pem(privateKey, certificate) with two files of one device");
  }
}
