package io.github.kvssecure.local.iot;

import io.github.kvssecure.local.iam.PolicyDocument;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Things, the certificates attached to them, and role aliases. Thread-safe. */
public final class ThingRegistry {
  private final Map<X509Certificate, String> things = new ConcurrentHashMap<>();
  private final Set<X509Certificate> inactive = ConcurrentHashMap.newKeySet();
  private final Set<X509Certificate> foreign = ConcurrentHashMap.newKeySet();
  private final Set<X509Certificate> withoutPolicy = ConcurrentHashMap.newKeySet();
  private final Map<X509Certificate, PolicyDocument> policies = new ConcurrentHashMap<>();
  private final Map<String, RoleAlias> aliases = new ConcurrentHashMap<>();

  /** Attaches a certificate to a thing. */
  public void attach(String thingName, X509Certificate certificate) {
    things.put(certificate, thingName);
  }

  /** Makes a certificate inactive, so that no handshake with it succeeds any more. */
  public void deactivate(X509Certificate certificate) {
    inactive.add(certificate);
  }

  /** Tells whether a certificate is registered and active. */
  public boolean active(X509Certificate certificate) {
    return things.containsKey(certificate) && !inactive.contains(certificate);
  }

  /** Treats a certificate as one of another account, whose endpoint is another. */
  public void moveToAnotherAccount(X509Certificate certificate) {
    foreign.add(certificate);
  }

  /** Takes the IoT policy that allows iot:AssumeRoleWithCertificate from a certificate. */
  public void detachPolicy(X509Certificate certificate) {
    withoutPolicy.add(certificate);
  }

  /** Tells whether a certificate is of the account that this endpoint belongs to. */
  boolean ofThisAccount(X509Certificate certificate) {
    return !foreign.contains(certificate);
  }

  /** Gives a certificate an IoT policy in place of one that allows every role alias. */
  public void attachPolicy(X509Certificate certificate, PolicyDocument policy) {
    policies.put(certificate, policy);
  }

  /** Tells whether the IoT policy of a certificate allows iot:AssumeRoleWithCertificate. */
  boolean mayAssume(X509Certificate certificate, String aliasArn) {
    PolicyDocument policy = policies.get(certificate);
    return !withoutPolicy.contains(certificate)
        && (policy == null || policy.allows("iot:AssumeRoleWithCertificate", aliasArn, Map.of()));
  }

  /** Makes or replaces a role alias. */
  public void alias(String name, String roleName, Duration credentialDuration) {
    aliases.put(name, new RoleAlias(roleName, credentialDuration));
  }

  Optional<String> thing(X509Certificate certificate) {
    return Optional.ofNullable(things.get(certificate));
  }

  Optional<RoleAlias> alias(String name) {
    return Optional.ofNullable(aliases.get(name));
  }
}
