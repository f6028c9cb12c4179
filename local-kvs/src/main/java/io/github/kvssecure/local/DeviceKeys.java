package io.github.kvssecure.local;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * The identity of a device. {@link #toString()} shows the thing only.
 *
 * @param thingName thing the certificate is attached to
 * @param privateKey EC P-256 or RSA 2048 key
 * @param certificate signed by the throw-away CA
 */
public record DeviceKeys(String thingName, PrivateKey privateKey, X509Certificate certificate) {

  @Override
  public String toString() {
    return "DeviceKeys[thingName=" + thingName + ", key redacted]";
  }
}
