package io.github.kvssecure.zoo;

import static io.github.kvssecure.zoo.Specimen.admitted;
import static io.github.kvssecure.zoo.Specimen.refused;

import io.github.kvssecure.spi.UploadException.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509CertificateHolder;

/** Certificates with the right name, and who vouches for them. */
final class ChainSpecimens {

  private ChainSpecimens() {}

  static List<Specimen> all() {
    return List.of(
        admitted("signed by an intermediate", under(Authority.INTERMEDIATE)),
        admitted(
            "with the root at the end",
            host ->
                shown(
                    Certificates.server(host).signedBy(Authority.INTERMEDIATE),
                    Authority.INTERMEDIATE.certificate(),
                    Authority.ROOT.certificate())),
        admitted(
            "with a certificate that nobody needs",
            host ->
                shown(
                    Certificates.server(host).signedBy(Authority.ROOT),
                    Authority.STRANGER.certificate())),
        admitted(
            "chain out of order",
            host ->
                shown(
                    Certificates.server(host).signedBy(Authority.INTERMEDIATE),
                    Authority.ROOT.certificate(),
                    Authority.INTERMEDIATE.certificate())),
        admitted(
            "constrained to names like this one", under(constrained(permitted("amazonaws.com")))),
        untrusted(
            "self-signed",
            host -> shown(Certificates.server(host).subject("CN=x").signedByItself())),
        untrusted(
            "self-signed in the root's name",
            host -> shown(Certificates.server(host).subject(Authority.ROOT_NAME).signedByItself())),
        untrusted("unknown authority", under(Authority.STRANGER)),
        untrusted("another authority of the root's name", under(Authority.NAMESAKE)),
        untrusted(
            "signed by nobody, shown with the root",
            host ->
                shown(
                    Certificates.server(host).signedBy(Authority.ROOT_NAME, Keys.STRANGER),
                    Authority.ROOT.certificate())),
        untrusted(
            "missing intermediate",
            host -> shown(Certificates.server(host).signedBy(Authority.INTERMEDIATE))),
        untrusted("intermediate that is no authority", under(intermediate(false))),
        untrusted(
            "intermediate that says it is no authority",
            under(
                Authority.under(
                    Authority.ROOT,
                    Certificates.of(Keys.INTERMEDIATE)
                        .extension(
                            Extension.basicConstraints, true, new BasicConstraints(false))))),
        untrusted(
            "intermediate that must not sign certificates",
            under(
                Authority.under(
                    Authority.ROOT,
                    Certificates.of(Keys.INTERMEDIATE)
                        .extension(Extension.basicConstraints, true, new BasicConstraints(true))
                        .usage(KeyUsage.digitalSignature)))),
        untrusted(
            "intermediate of X.509 version 1",
            under(Authority.under(Authority.ROOT, Certificates.of(Keys.INTERMEDIATE).version1()))),
        untrusted(
            "intermediate that is expired",
            under(
                Authority.under(
                    Authority.ROOT,
                    Certificates.of(Keys.INTERMEDIATE)
                        .authority(0)
                        .lasting(Duration.ofDays(-9), Duration.ofHours(-1))))),
        untrusted("intermediate with a critical extension nobody knows", under(intermediate(true))),
        untrusted("path longer than allowed", ChainSpecimens::pathTooLong),
        untrusted("signed by a server's certificate", ChainSpecimens::signedByServer),
        untrusted("constrained to other names", under(constrained(permitted("wrong.example")))),
        untrusted("names like this one excluded", under(constrained(excluded("amazonaws.com")))),
        untrusted(
            "signature damaged",
            host ->
                TlsPeer.showing(
                    Shown.of(Keys.LEAF, Certificates.server(host).signedBy(Authority.ROOT))
                        .damaged(1))),
        refused(
            "no certificate, but bytes",
            Failure.PEER_UNTRUSTED,
            host ->
                TlsPeer.showing(Shown.bytes("certificate".getBytes(StandardCharsets.US_ASCII)))),
        refused(
            "certificate of somebody else's key",
            Failure.TLS,
            host ->
                TlsPeer.showing(
                    Shown.of(Keys.STRANGER, Certificates.server(host).signedBy(Authority.ROOT)))));
  }

  private static Specimen untrusted(String what, Function<String, Peer> maker) {
    return refused(what, Failure.PEER_UNTRUSTED, maker);
  }

  private static Peer shown(X509CertificateHolder... chain) {
    return TlsPeer.showing(Shown.of(Keys.LEAF, chain));
  }

  private static Function<String, Peer> under(Authority issuer) {
    return host -> shown(Certificates.server(host).signedBy(issuer), issuer.certificate());
  }

  private static Authority intermediate(boolean withUnknownExtension) {
    Certificates wanted = Certificates.of(Keys.INTERMEDIATE);
    return Authority.under(
        Authority.ROOT,
        withUnknownExtension
            ? StrengthSpecimens.unknownExtension(wanted.authority(0), true)
            : wanted);
  }

  private static Authority constrained(NameConstraints constraints) {
    return Authority.under(
        Authority.ROOT,
        Certificates.of(Keys.INTERMEDIATE)
            .authority(0)
            .extension(Extension.nameConstraints, true, constraints));
  }

  private static NameConstraints permitted(String domain) {
    return new NameConstraints(subtrees(domain), null);
  }

  private static NameConstraints excluded(String domain) {
    return new NameConstraints(null, subtrees(domain));
  }

  private static GeneralSubtree[] subtrees(String domain) {
    return new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain))};
  }

  private static Peer pathTooLong(String host) {
    Authority last =
        new Authority(
            Keys.STRANGER,
            Certificates.of(Keys.STRANGER)
                .subject("CN=Zoo Last,O=Zoo")
                .authority(0)
                .signedBy(Authority.INTERMEDIATE));
    return shown(
        Certificates.server(host).signedBy(last),
        last.certificate(),
        Authority.INTERMEDIATE.certificate());
  }

  private static Peer signedByServer(String host) {
    Authority server =
        new Authority(
            Keys.STRANGER,
            Certificates.of(Keys.STRANGER)
                .subject("CN=evil.example")
                .dns("evil.example")
                .usage(KeyUsage.digitalSignature)
                .signedBy(Authority.ROOT));
    return shown(Certificates.server(host).signedBy(server), server.certificate());
  }
}
