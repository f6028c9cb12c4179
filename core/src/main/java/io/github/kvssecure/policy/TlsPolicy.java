package io.github.kvssecure.policy;

import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which TLS this library speaks, on every kind of connection. Immutable; start from a preset and
 * derive by copy. {@link #toString} prints everything it asks for.
 *
 * <p>Security: no preset and no copy is without a version or a cipher suite, every suite has
 * forward secrecy and authenticated encryption, and nothing here turns the verification of the peer
 * off.
 */
public final class TlsPolicy {

  private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

  private static final List<String> AES_SUITES =
      List.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

  private static final List<String> ALL_SUITES =
      List.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_AES_128_GCM_SHA256",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private final String name;
  private final List<String> cipherSuites;
  private final Map<String, X509Certificate> authorities;
  private final @Nullable Provider provider;

  private TlsPolicy(
      String name,
      List<String> cipherSuites,
      Map<String, X509Certificate> authorities,
      @Nullable Provider provider) {
    this.name = name;
    this.cipherSuites = cipherSuites;
    this.authorities = Collections.unmodifiableMap(new TreeMap<>(authorities));
    this.provider = provider;
  }

  /**
   * TLS 1.3, or 1.2 with ECDHE; AES-GCM or ChaCha20-Poly1305.
   *
   * @return the default
   * @see <a
   *     href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/infrastructure-security.html">Infrastructure
   *     security in KVS: TLS 1.2 at least, suites with perfect forward secrecy</a>
   */
  public static TlsPolicy strict() {
    return new TlsPolicy("strict", ALL_SUITES, Map.of(), null);
  }

  /**
   * As {@link #strict}, with the suites of NIST SP 800-52 only: AES-GCM. That the JVM's
   * cryptography is a validated module is not said by this; plug one in with {@link #through}.
   *
   * <p>Security: the groups of the key exchange are not restricted. JSSE of release 17 has no way
   * to do so for one connection, and the JDK offers X25519, which SP 800-56A does not approve. A
   * module in FIPS mode offers approved groups only; for the JDK's own TLS {@code
   * -Djdk.tls.namedGroups=secp256r1,secp384r1} does, for the whole JVM.
   *
   * @return the preset
   * @see <a href="https://csrc.nist.gov/pubs/sp/800/52/r2/final">NIST SP 800-52 Rev. 2, 3.3.1</a>,
   *     <a href="https://csrc.nist.gov/pubs/sp/800/56/a/r3/final">SP 800-56A Rev. 3, appendix D</a>
   */
  public static TlsPolicy fips() {
    return new TlsPolicy("fips", AES_SUITES, Map.of(), null);
  }

  /**
   * A copy that trusts one more certificate authority, for a TLS inspection that the company wants.
   * It can vouch for any name; connections through it violate NET-07, which says so.
   *
   * @param label what it is called in logs and reports, for example {@code plant-7 inspection}
   * @param authority its certificate
   * @return a new policy
   * @throws IllegalArgumentException if the label is blank or in use, or the certificate is not one
   *     of an authority
   */
  public TlsPolicy trusting(String label, X509Certificate authority) {
    if (label.isBlank() || authorities.containsKey(label)) {
      throw new IllegalArgumentException(
          "a certificate authority needs a label of its own, found '" + label + "'");
    }
    if (authority.getBasicConstraints() < 0) {
      throw new IllegalArgumentException(
          "the certificate called '" + label + "' is not that of an authority (basic constraints)");
    }
    Map<String, X509Certificate> more = new TreeMap<>(authorities);
    more.put(label, authority);
    return new TlsPolicy(name, cipherSuites, more, provider);
  }

  /**
   * A copy that takes TLS from this JSSE provider instead of the JVM's first.
   *
   * @param value it must have an {@code SSLContext} called {@code TLS}
   * @return a new policy
   * @throws IllegalArgumentException if it has none
   */
  public TlsPolicy through(Provider value) {
    if (value.getService("SSLContext", "TLS") == null) {
      throw new IllegalArgumentException(
          "provider " + value.getName() + " has no SSLContext called TLS");
    }
    return new TlsPolicy(name, cipherSuites, authorities, value);
  }

  /**
   * The preset it began as.
   *
   * @return for example {@code strict}
   */
  public String name() {
    return name;
  }

  /**
   * The versions that are offered.
   *
   * @return JSSE names, best first; never empty
   */
  public List<String> versions() {
    return VERSIONS;
  }

  /**
   * The cipher suites that are offered.
   *
   * @return JSSE names, best first; never empty
   */
  public List<String> cipherSuites() {
    return cipherSuites;
  }

  /**
   * The authorities that are trusted beside the JVM's.
   *
   * @return by label; empty unless named
   */
  public Map<String, X509Certificate> authorities() {
    return authorities;
  }

  /**
   * Where TLS is taken from.
   *
   * @return empty means the JVM's first JSSE provider
   */
  public Optional<Provider> provider() {
    return Optional.ofNullable(provider);
  }

  @Override
  public String toString() {
    return "TlsPolicy["
        + name
        + ", versions="
        + VERSIONS
        + ", suites="
        + cipherSuites
        + ", trust=the JVM's"
        + (authorities.isEmpty() ? "" : " and " + authorities.keySet())
        + (provider == null ? "" : ", provider=" + provider.getName())
        + "]";
  }
}
