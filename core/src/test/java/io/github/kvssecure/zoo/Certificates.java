package io.github.kvssecure.zoo;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v1CertificateBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes one certificate, as right or as wrong as it is wanted. Not thread-safe. */
final class Certificates {

  private static long serial = 1000;

  private final KeyPair keys;
  private final List<GeneralName> names = new ArrayList<>();
  private final List<Extension> extensions = new ArrayList<>();
  private String subject = "CN=zoo";
  private Duration from = Duration.ofDays(-2);
  private Duration until = Duration.ofDays(2);
  private String signature = "";
  private boolean version1;

  private Certificates(KeyPair keys) {
    this.keys = keys;
  }

  /** Of this key, without any extension. */
  static Certificates of(KeyPair keys) {
    return new Certificates(keys);
  }

  /** Of the usual server key, with these DNS names. */
  static Certificates server(String... dnsNames) {
    return of(Keys.LEAF).dns(dnsNames);
  }

  /** The same key and algorithm, nothing else. */
  Certificates renewed() {
    return of(keys).by(signature);
  }

  KeyPair keys() {
    return keys;
  }

  Certificates subject(String name) {
    subject = name;
    return this;
  }

  Certificates dns(String... dnsNames) {
    for (String name : dnsNames) {
      // The encoder would refuse some of these names; a forger does not.
      names.add(new GeneralName(GeneralName.dNSName, new DERIA5String(name, false)));
    }
    return this;
  }

  Certificates name(GeneralName name) {
    names.add(name);
    return this;
  }

  /** Valid from and until then, as seen from now. */
  Certificates lasting(Duration begin, Duration end) {
    from = begin;
    until = end;
    return this;
  }

  Certificates authority(int pathLength) {
    return extension(Extension.basicConstraints, true, new BasicConstraints(pathLength))
        .usage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
  }

  Certificates usage(int bits) {
    return extension(Extension.keyUsage, true, new KeyUsage(bits));
  }

  Certificates purposes(KeyPurposeId... purposes) {
    return extension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
  }

  Certificates extension(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
    try {
      extensions.add(new Extension(id, critical, value.toASN1Primitive().getEncoded()));
      return this;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Signed by this algorithm instead of the usual one. */
  Certificates by(String algorithm) {
    signature = algorithm;
    return this;
  }

  /** Of the first version of X.509, which has no extensions. */
  Certificates version1() {
    version1 = true;
    return this;
  }

  X509CertificateHolder signedBy(Authority issuer) {
    return signedBy(issuer.name(), issuer.keys());
  }

  /** Signed by the key it holds. */
  X509CertificateHolder signedByItself() {
    return signedBy(subject, keys);
  }

  X509CertificateHolder signedBy(String issuer, KeyPair issuerKeys) {
    SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
    X500Name issuerName = new X500Name(issuer);
    X500Name subjectName = new X500Name(subject);
    BigInteger number = BigInteger.valueOf(next());
    Date begin = Date.from(Instant.now().plus(from));
    Date end = Date.from(Instant.now().plus(until));
    ContentSigner signer = signer(issuerKeys);
    if (version1) {
      return new X509v1CertificateBuilder(issuerName, number, begin, end, subjectName, key)
          .build(signer);
    }
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(issuerName, number, begin, end, subjectName, key);
    try {
      for (Extension extension : extensions) {
        builder.addExtension(extension);
      }
      if (!names.isEmpty()) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            subject.isEmpty(),
            new GeneralNames(names.toArray(GeneralName[]::new)));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return builder.build(signer);
  }

  private ContentSigner signer(KeyPair issuer) {
    String algorithm =
        switch (issuer.getPrivate().getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EdDSA" -> "Ed25519";
          default -> "SHA256withECDSA";
        };
    try {
      return new JcaContentSignerBuilder(signature.isEmpty() ? algorithm : signature)
          .setProvider(new BouncyCastleProvider())
          .build(issuer.getPrivate());
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static synchronized long next() {
    return serial++;
  }
}
