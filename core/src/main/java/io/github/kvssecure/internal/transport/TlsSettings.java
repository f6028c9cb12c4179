package io.github.kvssecure.internal.transport;

import io.github.kvssecure.policy.TlsPolicy;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * The TLS versions and cipher suites an upload offers. Immutable. The peer's name is always
 * verified as HTTPS does (RFC 2818), and every suite has forward secrecy and authenticated
 * encryption; there is no setting against either.
 *
 * @param protocols JSSE names, best first
 * @param cipherSuites JSSE names, best first
 */
public record TlsSettings(List<String> protocols, List<String> cipherSuites) {

  /** The algorithm by which JSSE verifies the peer's name. */
  static final String ENDPOINT_IDENTIFICATION = "HTTPS";

  private static final Set<String> ALLOWED_PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

  private static final List<String> ALLOWED_SUITES = TlsPolicy.strict().cipherSuites();

  /**
   * Checks and copies the lists.
   *
   * @throws IllegalArgumentException if a list is empty, or names anything but TLS 1.3 and 1.2 and
   *     the suites of {@link #modern()}
   */
  public TlsSettings {
    protocols = List.copyOf(protocols);
    cipherSuites = List.copyOf(cipherSuites);
    requireAllowed("protocols", protocols, ALLOWED_PROTOCOLS);
    requireAllowed("cipher suites", cipherSuites, Set.copyOf(ALLOWED_SUITES));
  }

  /**
   * TLS 1.3 and 1.2 with ECDHE and GCM or ChaCha20-Poly1305 only.
   *
   * @return the default
   * @see <a
   *     href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/infrastructure-security.html">Infrastructure
   *     security in KVS: TLS 1.2 at least, suites with perfect forward secrecy</a>
   */
  public static TlsSettings modern() {
    return of(TlsPolicy.strict());
  }

  /**
   * What a policy asks for.
   *
   * @param policy which
   * @return its versions and suites
   */
  public static TlsSettings of(TlsPolicy policy) {
    return new TlsSettings(policy.versions(), policy.cipherSuites());
  }

  /**
   * Puts these settings into an engine, as a client of this host.
   *
   * @param engine made with the host name as peer; in no handshake yet
   * @param host the name the peer must prove; also sent as SNI
   * @throws IllegalArgumentException if {@code host} is no DNS name, for example an address
   * @throws IllegalStateException if the TLS provider supports none of the versions or suites
   */
  void applyTo(SSLEngine engine, String host) {
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(supported("TLS versions", protocols, engine.getSupportedProtocols()));
    parameters.setCipherSuites(
        supported("cipher suites", cipherSuites, engine.getSupportedCipherSuites()));
    parameters.setEndpointIdentificationAlgorithm(ENDPOINT_IDENTIFICATION);
    parameters.setServerNames(List.of(new SNIHostName(host)));
    engine.setUseClientMode(true);
    engine.setSSLParameters(parameters);
  }

  private static String[] supported(String what, List<String> wanted, String[] supported) {
    List<String> available = Arrays.asList(supported);
    String[] both = wanted.stream().filter(available::contains).toArray(String[]::new);
    if (both.length == 0) {
      throw new IllegalStateException(
          "the TLS provider supports none of the required " + what + " " + wanted);
    }
    return both;
  }

  private static void requireAllowed(String what, List<String> chosen, Set<String> allowed) {
    if (chosen.isEmpty() || !allowed.containsAll(chosen)) {
      throw new IllegalArgumentException(
          "TLS " + what + " must be one or more of " + allowed + ", found " + chosen);
    }
  }
}
