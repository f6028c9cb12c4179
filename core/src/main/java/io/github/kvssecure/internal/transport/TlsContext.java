package io.github.kvssecure.internal.transport;

import io.github.kvssecure.policy.TlsPolicy;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom a connection trusts to vouch for its peer, and what it shows of itself where the peer asks
 * for a certificate. Immutable and thread-safe. There is no context that trusts everyone, and no
 * connection resumes the TLS session of another: every peer proves itself at every connection.
 */
public final class TlsContext {

  private static final String PKIX = "PKIX";

  private final TrustManager[] trusting;
  private final List<X509Certificate> authorities;
  private final ChainAnchors anchors;
  private final @Nullable X509ExtendedKeyManager own;
  private final @Nullable Provider provider;
  private final String description;

  private TlsContext(
      List<X509Certificate> authorities,
      @Nullable X509ExtendedKeyManager own,
      @Nullable Provider provider,
      String description) {
    requireAny(authorities);
    this.trusting = trusting(authorities);
    this.authorities = List.copyOf(authorities);
    this.anchors = new ChainAnchors(authorities);
    this.own = own;
    this.provider = provider;
    this.description = description;
    // A provider without usable TLS is told of at once, not at the first connection.
    SSLContext unused = newContext();
  }

  /**
   * What a policy asks for, and these authorities in addition.
   *
   * @param policy names authorities and, perhaps, a JSSE provider
   * @param more further authorities, for a stand-in; may be empty
   * @return the context
   * @throws IllegalStateException if the provider has no usable TLS
   * @throws IngestConfigurationException if nobody is trusted at all
   */
  public static TlsContext of(TlsPolicy policy, Collection<X509Certificate> more) {
    List<X509Certificate> all = new ArrayList<>(jvmAuthorities());
    all.addAll(policy.authorities().values());
    all.addAll(more);
    return new TlsContext(
        all,
        null,
        policy.provider().orElse(null),
        policy.name() + ", JVM trust and " + (policy.authorities().size() + more.size()) + " more");
  }

  /**
   * The certificate authorities that the JVM trusts by default.
   *
   * @return the context
   * @throws IngestConfigurationException if there are none
   */
  public static TlsContext jvmTrust() {
    return new TlsContext(jvmAuthorities(), null, null, "JVM trust");
  }

  /**
   * These certificate authorities and no others.
   *
   * @param authorities at least one
   * @return the context
   * @throws IllegalArgumentException if there are none
   */
  public static TlsContext trustingOnly(Collection<X509Certificate> authorities) {
    if (authorities.isEmpty()) {
      throw new IllegalArgumentException("name at least one certificate authority");
    }
    return new TlsContext(
        List.copyOf(authorities), null, null, authorities.size() + " named authorities");
  }

  /**
   * The same, with a certificate of its own for peers that ask for one (mutual TLS).
   *
   * @param own key and certificate; must be thread-safe
   * @return a new context
   */
  public TlsContext presenting(X509ExtendedKeyManager own) {
    return new TlsContext(authorities, own, provider, description + ", with a client certificate");
  }

  /**
   * The same, over the TLS of a policy's provider.
   *
   * @param policy names a JSSE provider, perhaps
   * @return a new context
   * @throws IllegalStateException if the provider has no usable TLS
   */
  public TlsContext through(TlsPolicy policy) {
    return new TlsContext(authorities, own, policy.provider().orElse(null), description);
  }

  /**
   * The certificate authorities that are trusted.
   *
   * @return an immutable list
   */
  public List<X509Certificate> authorities() {
    return authorities;
  }

  /** Finds out which trusted authority a verified chain ends at. */
  ChainAnchors anchors() {
    return anchors;
  }

  /** An engine that knows the peer by this name, with nothing else set. */
  SSLEngine engine(String host, int port) {
    return newContext().createSSLEngine(host, port);
  }

  private static List<X509Certificate> jvmAuthorities() {
    try {
      TrustManagerFactory factory = trustManagers();
      factory.init((KeyStore) null);
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

  /**
   * Only the JVM's trust store can leave it at that: the JDK passes over certificates whose
   * password it does not know, and says nothing.
   */
  private static void requireAny(List<X509Certificate> authorities) {
    if (!authorities.isEmpty()) {
      return;
    }
    String named = System.getProperty("javax.net.ssl.trustStore");
    throw new IngestConfigurationException(
        named == null
            ? "the JVM's trust store (lib/security/jssecacerts or cacerts) holds no certificate, so"
                + " that no peer can be verified; install the CA certificates of the JDK, or name a"
                + " store of them with -Djavax.net.ssl.trustStore"
            : "no certificate was found in the trust store that javax.net.ssl.trustStore="
                + named
                + " names, so that no peer can be verified; name a file that holds CA certificates,"
                + " give javax.net.ssl.trustStorePassword if they have a password, or leave the"
                + " property out to trust whom the JDK trusts");
  }

  /**
   * The JDK's own, whoever speaks TLS and whichever provider comes first: they verify the peer's
   * name as engines ask for, take a checker of certificates, and are what was tested.
   */
  private static TrustManagerFactory trustManagers() throws NoSuchAlgorithmException {
    Provider jdk = Security.getProvider("SunJSSE");
    return jdk == null
        ? TrustManagerFactory.getInstance(PKIX)
        : TrustManagerFactory.getInstance(PKIX, jdk);
  }

  private static TrustManager[] trusting(List<X509Certificate> authorities) {
    try {
      return verifyingAgainst(authorities);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JVM has no usable TLS", e);
    }
  }

  private static TrustManager[] verifyingAgainst(List<X509Certificate> authorities)
      throws GeneralSecurityException {
    Set<TrustAnchor> anchors = new HashSet<>();
    authorities.forEach(authority -> anchors.add(new TrustAnchor(authority, null)));
    PKIXBuilderParameters path = new PKIXBuilderParameters(anchors, null);
    // As the JDK does it where it makes these parameters itself.
    path.setRevocationEnabled(Boolean.getBoolean("com.sun.net.ssl.checkRevocation"));
    path.addCertPathChecker(new CertificateStrength());
    TrustManagerFactory factory = trustManagers();
    factory.init(new CertPathTrustManagerParameters(path));
    return Arrays.stream(factory.getTrustManagers())
        .map(X509ExtendedTrustManager.class::cast)
        .map(ServerTrust::new)
        .toArray(TrustManager[]::new);
  }

  /**
   * A context for one connection. Sessions live in contexts: one that is shared would resume them,
   * and who resumes is shown no certificate, so that an expired or exchanged one went unseen.
   */
  private SSLContext newContext() {
    try {
      SSLContext context =
          provider == null
              ? SSLContext.getInstance("TLS")
              : SSLContext.getInstance("TLS", provider);
      KeyManager[] keys = own == null ? null : new KeyManager[] {own};
      context.init(keys, trusting, null);
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
