package io.github.kvssecure.zoo;

import static io.github.kvssecure.zoo.Specimen.admitted;
import static io.github.kvssecure.zoo.Specimen.refused;

import io.github.kvssecure.spi.UploadException.Failure;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** Certificates with the right name and issuer: their time, use, key and signature. */
final class StrengthSpecimens {

  private static final String WEAK_KEY = "Baseline Requirements, 6.1.5: RSA has 2048 bits or more";
  private static final String WEAK_HASH =
      "Baseline Requirements, 7.1.3.2: the JDK takes SHA-1 from authorities that are not its own";

  private StrengthSpecimens() {}

  static List<Specimen> all() {
    return List.of(
        admitted("RSA of 2048 bits", rsa(Certificates.of(Keys.RSA_2048))),
        admitted("RSA, signed with RSASSA-PSS", rsa(by(Keys.RSA_2048, "SHA256withRSAandMGF1"))),
        admitted("RSA, signed with SHA-512", rsa(by(Keys.RSA_2048, "SHA512withRSA"))),
        admitted("elliptic curve P-384", key(Keys.P384)),
        admitted("valid for an hour", lasting(Duration.ofMinutes(-30), Duration.ofMinutes(30))),
        admitted(
            "for servers and clients, to sign",
            leaf(
                c ->
                    c.usage(KeyUsage.digitalSignature)
                        .purposes(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth))),
        admitted("an extension nobody knows", leaf(c -> unknownExtension(c, false))),
        untrusted("expired", lasting(Duration.ofDays(-9), Duration.ofDays(-1))),
        untrusted("expired a minute ago", lasting(Duration.ofDays(-9), Duration.ofMinutes(-1))),
        untrusted("not yet valid", lasting(Duration.ofHours(1), Duration.ofDays(9))),
        untrusted("ends before it begins", lasting(Duration.ofHours(1), Duration.ofHours(-1))),
        untrusted("for clients only", leaf(c -> c.purposes(KeyPurposeId.id_kp_clientAuth))),
        untrusted("for code signing only", leaf(c -> c.purposes(KeyPurposeId.id_kp_codeSigning))),
        untrusted("to sign certificates only", leaf(c -> c.usage(KeyUsage.keyCertSign))),
        untrusted("to agree on keys only", leaf(c -> c.usage(KeyUsage.keyAgreement))),
        untrusted("a critical extension nobody knows", leaf(c -> unknownExtension(c, true))),
        untrusted("RSA of 1024 bits", rsa(Certificates.of(Keys.RSA_1024))).jdkAdmits(WEAK_KEY),
        untrusted("intermediate with RSA of 1024 bits", under(Keys.RSA_1024)).jdkAdmits(WEAK_KEY),
        untrusted("intermediate on a curve of 192 bits", under(Keys.P192)),
        untrusted("signed with SHA-1 and RSA", rsa(by(Keys.RSA_2048, "SHA1withRSA")))
            .jdkAdmits(WEAK_HASH),
        untrusted("signed with SHA-1 and ECDSA", leaf(c -> c.by("SHA1withECDSA")))
            .jdkAdmits(WEAK_HASH),
        untrusted("signed with SHA-1 and RSASSA-PSS", rsa(by(Keys.RSA_2048, "SHA1withRSAandMGF1")))
            .jdkAdmits(WEAK_HASH),
        untrusted("signed with MD5", rsa(by(Keys.RSA_2048, "MD5withRSA"))),
        untrusted("intermediate signed with SHA-1", weaklySignedIntermediate())
            .jdkAdmits(WEAK_HASH),
        refused(
                "X.509 version 1 with the name as common name",
                Failure.PEER_NAME,
                leaf(Certificates::version1))
            .jdkAdmits("RFC 9525, 6.3: a common name is no identity"));
  }

  private static Specimen untrusted(String what, Function<String, Peer> maker) {
    return refused(what, Failure.PEER_UNTRUSTED, maker);
  }

  /** Adds an extension that is no standard's. */
  static Certificates unknownExtension(Certificates to, boolean critical) {
    return to.extension(
        new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.7"), critical, DERNull.INSTANCE);
  }

  private static Function<String, Peer> leaf(UnaryOperator<Certificates> change) {
    return host ->
        TlsPeer.showing(
            Shown.of(
                Keys.LEAF,
                change
                    .apply(Certificates.server(host).subject("CN=" + host))
                    .signedBy(Authority.ROOT)));
  }

  private static Function<String, Peer> lasting(Duration from, Duration until) {
    return leaf(c -> c.lasting(from, until));
  }

  private static Function<String, Peer> key(KeyPair keys) {
    return host ->
        TlsPeer.showing(Shown.of(keys, Certificates.of(keys).dns(host).signedBy(Authority.ROOT)));
  }

  private static Certificates by(KeyPair keys, String algorithm) {
    return Certificates.of(keys).by(algorithm);
  }

  /** The certificate is made once for each host, so that the table can share what it is made of. */
  private static Function<String, Peer> rsa(Certificates wanted) {
    return host ->
        TlsPeer.showing(
            Shown.of(wanted.keys(), wanted.renewed().dns(host).signedBy(Authority.RSA_ROOT)));
  }

  private static Function<String, Peer> under(KeyPair keys) {
    return under(Authority.under(Authority.ROOT, Certificates.of(keys).authority(0)));
  }

  private static Function<String, Peer> under(Authority issuer) {
    return host ->
        TlsPeer.showing(
            Shown.of(Keys.LEAF, Certificates.server(host).signedBy(issuer), issuer.certificate()));
  }

  private static Function<String, Peer> weaklySignedIntermediate() {
    return under(
        Authority.under(Authority.ROOT, by(Keys.INTERMEDIATE, "SHA1withECDSA").authority(0)));
  }
}
