package io.github.kvssecure.internal.iot;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows a device's certificate to a peer that asks for one, and remembers that it was asked.
 * Thread-safe; made for one call.
 */
final class DeviceKeyManager extends X509ExtendedKeyManager {

  private static final String ALIAS = "device";

  private final LoadedKey key;
  private volatile boolean asked;

  DeviceKeyManager(LoadedKey key) {
    this.key = key;
  }

  /** Whether a peer asked for the certificate. */
  boolean wasAsked() {
    return asked;
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
    // The issuers are left out: AWS IoT takes certificates of authorities that it does not list.
    asked = true;
    String own = key.certificate().getPublicKey().getAlgorithm();
    return Arrays.asList(keyTypes).contains(own) ? ALIAS : null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return ALIAS.equals(alias) ? key.chain().toArray(X509Certificate[]::new) : null;
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return ALIAS.equals(alias) ? key.privateKey() : null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
