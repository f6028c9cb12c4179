package io.github.kvssecure.internal.transport;

import io.github.kvssecure.policy.TlsPolicy;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority that lives as long as a test. */
final class TestAuthority {

  private final String algorithm;
  private final KeyPair keys;
  private final X509Certificate certificate;
  private int serial = 1;

  private TestAuthority(String algorithm) {
    this.algorithm = algorithm;
    this.keys = newKeys();
    this.certificate =
        issue("CN=Test Authority", keys, List.of(), Instant.now().plus(Duration.ofDays(1)), true);
  }

  /** An authority whose certificates have elliptic curve keys. */
  static TestAuthority ec() {
    return new TestAuthority("EC");
  }

  /** An authority whose certificates have RSA keys. */
  static TestAuthority rsa() {
    return new TestAuthority("RSA");
  }

  X509Certificate certificate() {
    return certificate;
  }

  /** Settings that trust this authority. */
  TransportSettings settings() {
    return TransportSettings.defaults()
        .withTrust(TlsContext.of(TlsPolicy.strict(), List.of(certificate)));
  }

  /** A server for localhost. */
  SSLContext localhost() {
    return server("CN=whatever", new GeneralName(GeneralName.dNSName, "localhost"));
  }

  /** A server whose certificate carries this name alone. */
  SSLContext server(String subject, GeneralName name) {
    return server(subject, name, Instant.now().plus(Duration.ofHours(1)));
  }

  /** A server whose certificate ends then. */
  SSLContext server(String subject, GeneralName name, Instant notAfter) {
    KeyPair serverKeys = newKeys();
    X509Certificate leaf = issue(subject, serverKeys, List.of(name), notAfter, false);
    return context(serverKeys.getPrivate(), leaf, certificate);
  }

  private X509Certificate issue(
      String subject, KeyPair subjectKeys, List<GeneralName> names, Instant notAfter, boolean ca) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Name("CN=Test Authority"),
              BigInteger.valueOf(serial++),
              Date.from(notAfter.minus(Duration.ofDays(2))),
              Date.from(notAfter),
              new X500Name(subject),
              subjectKeys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
      if (!names.isEmpty()) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(names.toArray(GeneralName[]::new)));
      }
      String signature = algorithm.equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder(signature).build(keys.getPrivate())));
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(algorithm.equals("EC") ? 256 : 2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SSLContext context(PrivateKey key, Certificate... chain) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", key, new char[0], chain);
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
