package io.github.kvssecure.local;

import io.github.kvssecure.local.http.ServiceException;
import io.github.kvssecure.local.iam.PolicyDocument;
import io.github.kvssecure.local.iot.ThingRegistry;
import io.github.kvssecure.local.tls.CertificateAuthority;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/**
 * The AWS IoT side: things with certificates, role aliases, and the endpoint that exchanges a
 * certificate for credentials. Thread-safe.
 */
public final class LocalThings {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9:_-]{1,128}");

  private final ThingRegistry registry;
  private final CertificateAuthority ca;
  private final IntSupplier port;

  LocalThings(ThingRegistry registry, CertificateAuthority ca, IntSupplier port) {
    this.registry = registry;
    this.ca = ca;
    this.port = port;
  }

  /**
   * Returns the endpoint of the credentials provider, {@code https://localhost:PORT}; it demands a
   * device certificate.
   */
  public URI credentialsEndpoint() {
    return URI.create("https://localhost:" + port.getAsInt());
  }

  /** Makes a thing with an EC certificate of its own, attached and active. */
  public DeviceKeys create(String thingName) {
    return create(thingName, "EC");
  }

  /**
   * Makes a thing with a certificate of its own, attached and active.
   *
   * @param keyAlgorithm {@code EC} for P-256 or {@code RSA} for 2048 bits
   */
  public DeviceKeys create(String thingName, String keyAlgorithm) {
    if (!NAME.matcher(thingName).matches()) {
      throw new IllegalArgumentException(
          "thing name is \"" + thingName + "\", required: " + NAME.pattern());
    }
    try {
      CertificateAuthority.Device device = ca.device(keyAlgorithm);
      registry.attach(thingName, device.certificate());
      return new DeviceKeys(thingName, device.privateKey(), device.certificate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("making a device certificate failed", e);
    }
  }

  /** Makes a device's certificate inactive: its next handshake fails. */
  public void deactivate(DeviceKeys device) {
    registry.deactivate(device.certificate());
  }

  /** Treats a device's certificate as one that another account registered. */
  public void moveToAnotherAccount(DeviceKeys device) {
    registry.moveToAnotherAccount(device.certificate());
  }

  /** Takes the IoT policy from a device's certificate: it may assume no role alias any more. */
  public void detachPolicy(DeviceKeys device) {
    registry.detachPolicy(device.certificate());
  }

  /**
   * Gives a device's certificate an IoT policy; until then it may assume every role alias.
   *
   * @throws IllegalArgumentException if it is no policy
   */
  public void attachPolicy(DeviceKeys device, String policy) {
    try {
      registry.attachPolicy(device.certificate(), PolicyDocument.identity(policy));
    } catch (ServiceException e) {
      throw new IllegalArgumentException("IoT policy refused: " + e.text(), e);
    }
  }

  /** Makes or replaces a role alias whose credentials live this long, 15 minutes to 12 hours. */
  public void roleAlias(String name, String roleName, Duration credentialDuration) {
    registry.alias(name, roleName, credentialDuration);
  }
}
