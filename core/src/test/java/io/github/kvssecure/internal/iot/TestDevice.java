package io.github.kvssecure.internal.iot;

import io.github.kvssecure.identity.DeviceKey;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;

/** Keys of devices as files, written as OpenSSL would. */
public final class TestDevice {

  static final String PASSPHRASE = "passphrase of the test";

  private TestDevice() {}

  public static DeviceKey pem(Path directory, PrivateKey key, X509Certificate certificate) {
    return DeviceKey.pem(
        closed(directory.resolve("device.key"), traditional(key)),
        closed(directory.resolve("device.crt"), traditional(certificate)));
  }

  /** As PKCS#1 or SEC1, or a certificate. */
  static String traditional(Object keyOrCertificate) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(keyOrCertificate);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  static String pkcs8(PrivateKey key) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key.getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  static Path pkcs12(Path directory, PrivateKey key, X509Certificate certificate) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    char[] passphrase = PASSPHRASE.toCharArray();
    store.setKeyEntry("device", key, passphrase, new Certificate[] {certificate});
    Path file = directory.resolve("device.p12");
    try (var out = Files.newOutputStream(file)) {
      store.store(out, passphrase);
    }
    return mode(file, "rw-------");
  }

  /** A file that only its owner may read. */
  static Path closed(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return mode(file, "rw-------");
  }

  public static Path mode(Path file, String permissions) {
    try {
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
