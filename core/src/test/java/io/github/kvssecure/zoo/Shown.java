package io.github.kvssecure.zoo;

import java.io.IOException;
import java.net.Socket;
import java.security.KeyPair;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;

/**
 * What a server shows of itself, without looking whether anybody could like it. Thread-safe; it
 * changes by {@link #become} alone.
 */
final class Shown extends X509ExtendedKeyManager {

  private static final String ALIAS = "zoo";

  private final KeyPair keys;
  private final List<byte[]> chain;
  private volatile Shown now = this;

  private Shown(KeyPair keys, List<byte[]> chain) {
    this.keys = keys;
    this.chain = chain;
  }

  /** These certificates, the server's own first, and this key. */
  static Shown of(KeyPair keys, X509CertificateHolder... certificates) {
    List<byte[]> chain = new ArrayList<>();
    for (X509CertificateHolder certificate : certificates) {
      try {
        chain.add(certificate.getEncoded());
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return new Shown(keys, chain);
  }

  /** The usual key, and something instead of a certificate. */
  static Shown bytes(byte[] insteadOfCertificate) {
    return new Shown(Keys.LEAF, List.of(insteadOfCertificate));
  }

  /** The same, with a byte of the first certificate turned. */
  Shown damaged(int fromTheEnd) {
    List<byte[]> damaged = new ArrayList<>(chain);
    byte[] first = chain.get(0).clone();
    first[first.length - fromTheEnd] ^= 1;
    damaged.set(0, first);
    return new Shown(keys, damaged);
  }

  /** From now on shows what this other one shows, in the middle of a server's life. */
  void become(Shown other) {
    now = other;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    return chooseServerAlias(keyType, issuers, null);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    String algorithm = now.keys.getPublic().getAlgorithm();
    boolean fits =
        keyType.equals(algorithm)
            || (keyType.startsWith("EC") && algorithm.startsWith("EC"))
            || (keyType.startsWith("RSA") && algorithm.equals("RSA"));
    return fits ? ALIAS : null;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    Shown shown = now;
    return shown.chain.stream()
        .map(encoded -> new EncodedCertificate(encoded, shown.keys.getPublic()))
        .toArray(X509Certificate[]::new);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return now.keys.getPrivate();
  }

  @Override
  public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  @Override
  public String toString() {
    return "Shown[" + Arrays.toString(chain.stream().mapToInt(c -> c.length).toArray()) + "]";
  }
}
