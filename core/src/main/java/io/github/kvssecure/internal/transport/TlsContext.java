package io.github.kvssecure.internal.transport;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom uploads trust to vouch for a peer. Immutable and thread-safe. There is no context that
 * trusts everyone, and no client certificate.
 */
public final class TlsContext {

  private final SSLContext context;
  private final String description;

  private TlsContext(SSLContext context, String description) {
    this.context = context;
    this.description = description;
  }

  /**
   * The certificate authorities that the JVM trusts by default.
   *
   * @return the context
   */
  public static TlsContext jvmTrust() {
    return new TlsContext(contextTrusting(null), "JVM trust");
  }

  /**
   * The certificate authorities that the JVM trusts by default, and these in addition: for a
   * company's TLS inspection, or a loopback stand-in.
   *
   * @param authorities the additional certificate authorities; at least one
   * @return the context
   * @throws IllegalArgumentException if there are none
   */
  public static TlsContext jvmTrustAnd(Collection<X509Certificate> authorities) {
    if (authorities.isEmpty()) {
      throw new IllegalArgumentException(
          "name at least one additional certificate authority, or use jvmTrust()");
    }
    List<X509Certificate> all = new ArrayList<>(jvmAuthorities());
    all.addAll(authorities);
    return new TlsContext(
        contextTrusting(storeOf(all)), "JVM trust and " + authorities.size() + " more");
  }

  /** An engine that knows the peer by this name, with nothing else set. */
  SSLEngine engine(String host, int port) {
    return context.createSSLEngine(host, port);
  }

  private static List<X509Certificate> jvmAuthorities() {
    try {
      TrustManagerFactory factory = factoryWith(null);
      List<X509Certificate> authorities = new ArrayList<>();
      for (var manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager x509) {
          authorities.addAll(List.of(x509.getAcceptedIssuers()));
        }
      }
      return authorities;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JVM's trust store cannot be read", e);
    }
  }

  private static KeyStore storeOf(List<X509Certificate> authorities) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry("authority-" + i, authorities.get(i));
      }
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a trust store in memory cannot be made", e);
    }
  }

  private static TrustManagerFactory factoryWith(@Nullable KeyStore authorities)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    return factory;
  }

  private static SSLContext contextTrusting(@Nullable KeyStore authorities) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factoryWith(authorities).getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JVM has no usable TLS", e);
    }
  }

  @Override
  public String toString() {
    return "TlsContext[" + description + "]";
  }
}
