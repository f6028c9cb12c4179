package io.github.kvssecure.internal.transport;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows a certificate of this side to a peer that asks for one, and remembers that it was asked.
 * Thread-safe; made for one call.
 */
public final class ClientCertificate extends X509ExtendedKeyManager {

  private static final String ALIAS = "own";

  private final PrivateKey key;
  private final List<X509Certificate> chain;
  private volatile boolean asked;

  /**
   * A certificate to show.
   *
   * @param key of the first certificate; may live in a token
   * @param chain at least one
   */
  public ClientCertificate(PrivateKey key, List<X509Certificate> chain) {
    this.key = key;
    this.chain = List.copyOf(chain);
  }

  /**
   * Whether a peer asked for the certificate.
   *
   * @return true after the first such request
   */
  public boolean wasAsked() {
    return asked;
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
    // The issuers are left out: AWS IoT takes certificates of authorities that it does not list.
    asked = true;
    String own = chain.get(0).getPublicKey().getAlgorithm();
    return Arrays.asList(keyTypes).contains(own) ? ALIAS : null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return ALIAS.equals(alias) ? chain.toArray(X509Certificate[]::new) : null;
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return ALIAS.equals(alias) ? key : null;
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
