package io.github.kvssecure.local.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority that lives as long as one stand-in; its private key never leaves this
 * object. Validity follows the machine's clock, not the injected one, because the client's TLS
 * stack judges by the machine's clock.
 */
public final class CertificateAuthority {
  private static final X500Principal CA_NAME = new X500Principal("CN=kvs-local throw-away CA");
  private static final Duration LIFE = Duration.ofDays(2);

  private final SecureRandom random = new SecureRandom();
  private final KeyPair keys;
  private final X509Certificate certificate;

  /** Makes a new authority with an EC P-256 key. */
  public CertificateAuthority() throws GeneralSecurityException {
    this.keys = keyPair("EC");
    this.certificate = sign(caBuilder(), keys);
  }

  /** Returns the certificate that clients are to trust. */
  public X509Certificate certificate() {
    return certificate;
  }

  /**
   * Makes a key store with one server key and its chain per algorithm.
   *
   * @param kind what is right or wrong with the certificate
   * @param names DNS names of a right certificate
   * @param algorithms key algorithms, {@code EC} and {@code RSA}
   * @param password protects the entries
   */
  public KeyStore serverKeys(
      ServerCertificate kind, List<String> names, List<String> algorithms, char[] password)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, password);
    for (String algorithm : algorithms) {
      KeyPair pair = keyPair(algorithm);
      store.setKeyEntry(algorithm, pair.getPrivate(), password, chain(kind, names, pair));
    }
    return store;
  }

  /**
   * The key and certificate of a device.
   *
   * @param privateKey EC P-256 or RSA 2048 key
   * @param certificate signed by this authority, for client authentication
   */
  public record Device(PrivateKey privateKey, X509Certificate certificate) {

    @Override
    public String toString() {
      return "Device[" + certificate.getSubjectX500Principal() + "]";
    }
  }

  /**
   * Makes a device certificate; no thing is named in it, because AWS IoT attaches things by
   * registration.
   *
   * @param algorithm of its key, {@code EC} or {@code RSA}
   */
  public Device device(String algorithm) throws GeneralSecurityException {
    KeyPair pair = keyPair(algorithm);
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            CA_NAME,
            serial(),
            Date.from(now.minus(LIFE)),
            Date.from(now.plus(LIFE)),
            new X500Principal("CN=kvs-local device"),
            pair.getPublic());
    extend(builder, Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    extend(
        builder,
        Extension.extendedKeyUsage,
        false,
        new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
    return new Device(pair.getPrivate(), sign(builder, keys));
  }

  private Certificate[] chain(ServerCertificate kind, List<String> names, KeyPair pair)
      throws GeneralSecurityException {
    Instant now = Instant.now();
    Instant end =
        kind == ServerCertificate.EXPIRED ? now.minus(Duration.ofDays(1)) : now.plus(LIFE);
    boolean own = kind == ServerCertificate.SELF_SIGNED_UNTRUSTED;
    X500Principal subject = new X500Principal("CN=kvs-local");
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            own ? subject : CA_NAME,
            serial(),
            Date.from(now.minus(LIFE)),
            Date.from(end),
            subject,
            pair.getPublic());
    extend(builder, Extension.subjectAlternativeName, false, alternativeNames(kind, names));
    extend(
        builder,
        Extension.keyUsage,
        true,
        new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment | KeyUsage.keyAgreement));
    extend(
        builder,
        Extension.extendedKeyUsage,
        false,
        new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    X509Certificate leaf = sign(builder, own ? pair : keys);
    return own ? new Certificate[] {leaf} : new Certificate[] {leaf, certificate};
  }

  private static GeneralNames alternativeNames(ServerCertificate kind, List<String> names) {
    GeneralName ip = new GeneralName(GeneralName.iPAddress, "127.0.0.1");
    return switch (kind) {
      case WRONG_NAME -> new GeneralNames(new GeneralName(GeneralName.dNSName, "wrong.example"));
      case IP_ONLY -> new GeneralNames(ip);
      case NORMAL, EXPIRED, SELF_SIGNED_UNTRUSTED -> {
        List<GeneralName> all = new ArrayList<>();
        names.forEach(name -> all.add(new GeneralName(GeneralName.dNSName, name)));
        all.add(ip);
        all.add(new GeneralName(GeneralName.iPAddress, "::1"));
        yield new GeneralNames(all.toArray(new GeneralName[0]));
      }
    };
  }

  private JcaX509v3CertificateBuilder caBuilder() throws GeneralSecurityException {
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            CA_NAME,
            serial(),
            Date.from(now.minus(LIFE.plusDays(1))),
            Date.from(now.plus(LIFE)),
            CA_NAME,
            keys.getPublic());
    extend(builder, Extension.basicConstraints, true, new BasicConstraints(0));
    extend(
        builder, Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    return builder;
  }

  private static void extend(
      JcaX509v3CertificateBuilder builder,
      ASN1ObjectIdentifier id,
      boolean critical,
      ASN1Encodable value)
      throws GeneralSecurityException {
    try {
      builder.addExtension(id, critical, value);
    } catch (IOException e) {
      throw new GeneralSecurityException("encoding a certificate extension failed", e);
    }
  }

  private static X509Certificate sign(JcaX509v3CertificateBuilder builder, KeyPair issuer)
      throws GeneralSecurityException {
    String algorithm =
        issuer.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder(algorithm).build(issuer.getPrivate())));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException("signing a certificate failed", e);
    }
  }

  private KeyPair keyPair(String algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.equals("EC")) {
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    } else {
      generator.initialize(2048, random);
    }
    return generator.generateKeyPair();
  }

  private BigInteger serial() {
    return new BigInteger(120, random).setBit(120);
  }
}
