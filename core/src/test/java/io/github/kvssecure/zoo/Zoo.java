package io.github.kvssecure.zoo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.cert.X509CertificateHolder;

/** The whole zoo. */
public final class Zoo {

  private Zoo() {}

  /**
   * Every specimen.
   *
   * @return in the order of the tables
   */
  public static List<Specimen> all() {
    return Stream.of(
            NameSpecimens.all(),
            ChainSpecimens.all(),
            StrengthSpecimens.all(),
            ProtocolSpecimens.all(),
            WireSpecimens.all())
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Whom visitors trust.
   *
   * @return certificates of authorities
   */
  public static List<X509Certificate> authorities() {
    return List.of(read(Authority.ROOT.certificate()), read(Authority.RSA_ROOT.certificate()));
  }

  /**
   * A peer that everybody admits.
   *
   * @param host whom it plays
   * @return how it behaves
   */
  public static Peer good(String host) {
    return TlsPeer.showing(Shown.of(Keys.LEAF, Certificates.server(host).signedBy(Authority.ROOT)));
  }

  /**
   * A peer that everybody admits, of one TLS version.
   *
   * @param host whom it plays
   * @param protocol JSSE name
   * @return how it behaves
   */
  public static Peer good(String host, String protocol) {
    return ((TlsPeer) good(host)).speaking(protocol);
  }

  private static X509Certificate read(X509CertificateHolder certificate) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(certificate.getEncoded()));
    } catch (CertificateException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
