package io.github.kvssecure.samples.benchmark;

import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.local.tls.CertificateAuthority;
import io.github.kvssecure.local.tls.ServerCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Properties;

/**
 * What the processes of a run share, in a directory that is thrown away: certificates, addresses
 * and throw-away credentials.
 *
 * @param directory where it lies
 */
record Materials(Path directory) {

  /** Protects nothing: key and password lie side by side and end with the run. */
  static final String PASSWORD = "throw-away";

  /** Key and certificate of the sink. */
  Path sinkKeys() {
    return directory.resolve("sink.p12");
  }

  /** The authority of the sink, as {@code javax.net.ssl.trustStore} takes it. */
  Path sinkTrust() {
    return directory.resolve("trust.p12");
  }

  private Path settings() {
    return directory.resolve("settings.properties");
  }

  private Path controlAuthority() {
    return directory.resolve("control.der");
  }

  /** Makes the certificates of the sink. */
  void certifySink() throws IOException, GeneralSecurityException {
    CertificateAuthority authority = new CertificateAuthority();
    char[] password = PASSWORD.toCharArray();
    store(
        authority.serverKeys(
            ServerCertificate.NORMAL, List.of("localhost"), List.of("EC"), password),
        sinkKeys());
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, password);
    trust.setCertificateEntry("sink", authority.certificate());
    store(trust, sinkTrust());
  }

  private static void store(KeyStore keys, Path file) throws IOException, GeneralSecurityException {
    try (OutputStream out = Files.newOutputStream(file)) {
      keys.store(out, PASSWORD.toCharArray());
    }
  }

  /** Writes down where everything is. */
  void describe(LocalKvs control, int sinkPort, String key)
      throws IOException, GeneralSecurityException {
    SessionKeys keys = control.identities().roleSession(LocalIdentities.CAMERA);
    Properties properties = new Properties();
    properties.setProperty("sink", "https://localhost:" + sinkPort);
    properties.setProperty("control", control.endpoint().toString());
    properties.setProperty("region", control.region());
    properties.setProperty("role", control.identities().roleArn(LocalIdentities.CAMERA));
    properties.setProperty("key", key);
    properties.setProperty("accessKeyId", keys.accessKeyId());
    properties.setProperty("secretAccessKey", keys.secretAccessKey());
    properties.setProperty("sessionToken", keys.sessionToken());
    properties.setProperty("expiration", keys.expiration().toString());
    try (OutputStream out = Files.newOutputStream(settings())) {
      properties.store(out, null);
    }
    Files.write(controlAuthority(), control.caCertificate().getEncoded());
  }

  /** Reads one of the properties that {@link #describe} wrote. */
  String setting(String name) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(settings())) {
      properties.load(in);
    }
    return properties.getProperty(name);
  }

  /** The throw-away credentials. */
  SessionKeys credentials() throws IOException {
    return new SessionKeys(
        setting("accessKeyId"),
        setting("secretAccessKey"),
        setting("sessionToken"),
        Instant.parse(setting("expiration")));
  }

  X509Certificate sinkAuthority() throws IOException, GeneralSecurityException {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(sinkTrust())) {
      trust.load(in, PASSWORD.toCharArray());
    }
    return (X509Certificate) trust.getCertificate("sink");
  }

  X509Certificate controlCertificate() throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(controlAuthority())) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  /** The name of the n-th stream. */
  static String streamName(int number) {
    return "benchmark-" + number;
  }
}
