package io.github.kvssecure.internal.iot;

import io.github.kvssecure.identity.DeviceKey;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads device keys from where they are kept. Thread-safe. Every message names the file and never
 * quotes from it.
 */
final class DeviceKeys {

  /** No key and no chain is near this. */
  private static final int MAX_FILE_BYTES = 256 * 1024;

  /** One provider for each token: a native library is initialised once in a process. */
  private static final Map<Path, Provider> TOKENS = new ConcurrentHashMap<>();

  private static final Pattern LINE = Pattern.compile("line (\\d+)");

  private DeviceKeys() {}

  /**
   * Reads a key and its certificate.
   *
   * @param source where they are
   * @return both
   * @throws IngestConfigurationException if one is missing or cannot be read
   */
  static LoadedKey load(DeviceKey source) {
    return load(source, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * As {@link #load}, also of files that are links: for a policy that was shown the links and
   * admits them, as mounted secrets of Kubernetes need.
   *
   * @param source where they are
   * @return both
   * @throws IngestConfigurationException if one is missing or cannot be read
   */
  static LoadedKey loadThroughLinks(DeviceKey source) {
    return load(source, new LinkOption[0]);
  }

  private static LoadedKey load(DeviceKey source, LinkOption... links) {
    try {
      if (source instanceof DeviceKey.PemFiles pem) {
        return pem(pem, links);
      }
      if (source instanceof DeviceKey.Pkcs12File pkcs12) {
        return pkcs12(pkcs12, links);
      }
      if (source instanceof DeviceKey.Pkcs11Token token) {
        return pkcs11(token);
      }
      DeviceKey.KeyStoreEntry entry = (DeviceKey.KeyStoreEntry) source;
      return entry(entry.store(), entry.alias(), asked(entry.passphrase(), source), source);
    } catch (IOException | GeneralSecurityException | ProviderException e) {
      throw unusable(
          source,
          isOfPassphrase(e)
              ? "its passphrase is wrong, or the file is damaged"
              : e.getClass().getSimpleName());
    }
  }

  /** As {@link KeyStore#load} says it. */
  private static boolean isOfPassphrase(Exception e) {
    return e instanceof UnrecoverableKeyException
        || e.getCause() instanceof UnrecoverableKeyException;
  }

  private static LoadedKey pem(DeviceKey.PemFiles files, LinkOption... links)
      throws IOException, CertificateException {
    List<X509Certificate> chain = new ArrayList<>();
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    try (PemFile pem = new PemFile(bytes(files.certificate(), links), files.certificate())) {
      for (PemFile.Block block : pem.blocks()) {
        if (block.label().endsWith("CERTIFICATE")) {
          chain.add(
              (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
        }
      }
    }
    if (chain.isEmpty()) {
      throw new IngestConfigurationException(files.certificate() + " holds no CERTIFICATE");
    }
    try (PemFile pem = new PemFile(bytes(files.privateKey(), links), files.privateKey())) {
      return new LoadedKey(
          PrivateKeys.read(pem, chain.get(0).getPublicKey(), files.privateKey()), chain);
    }
  }

  private static LoadedKey pkcs12(DeviceKey.Pkcs12File file, LinkOption... links)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    byte[] bytes = bytes(file.file(), links);
    char[] passphrase = asked(file.passphrase(), file);
    try {
      store.load(new ByteArrayInputStream(bytes), passphrase);
      List<String> keys = new ArrayList<>();
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          keys.add(alias);
        }
      }
      if (keys.size() != 1) {
        throw new IngestConfigurationException(
            file.file() + " holds " + keys.size() + " private keys; exactly one is needed");
      }
      return entry(store, keys.get(0), passphrase, file);
    } finally {
      Arrays.fill(passphrase, '\0');
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static LoadedKey pkcs11(DeviceKey.Pkcs11Token token)
      throws IOException, GeneralSecurityException {
    Provider provider =
        TOKENS.computeIfAbsent(
            token.configuration().toAbsolutePath().normalize(), DeviceKeys::tokenProvider);
    KeyStore store = KeyStore.getInstance("PKCS11", provider);
    char[] pin = asked(token.pin(), token);
    try {
      store.load(null, pin);
      return entry(store, token.alias(), pin, token);
    } finally {
      Arrays.fill(pin, '\0');
    }
  }

  private static Provider tokenProvider(Path configuration) {
    Provider base = Security.getProvider("SunPKCS11");
    if (base == null) {
      throw new IngestConfigurationException(
          "this JVM has no SunPKCS11 provider; use a JDK with the module jdk.crypto.cryptoki, or"
              + " DeviceKey.keyStore(...)");
    }
    Provider token;
    try {
      token = base.configure(configuration.toString());
    } catch (InvalidParameterException e) {
      throw new IngestConfigurationException(
          configuration
              + " is no configuration of a PKCS#11 token"
              + lineIn(e)
              + "; it is read as the JDK's PKCS#11 reference guide says, and needs name and library");
    }
    // TLS finds the key's operations only among the registered providers; last, so that no other
    // cryptography of the process moves into the token.
    Security.addProvider(token);
    return token;
  }

  /** The JDK's message quotes the file; only the number of the line is taken. */
  private static String lineIn(InvalidParameterException e) {
    Matcher line = LINE.matcher(String.valueOf(e.getCause()));
    return line.find() ? " (line " + line.group(1) + ")" : "";
  }

  private static LoadedKey entry(KeyStore store, String alias, char[] passphrase, DeviceKey source)
      throws GeneralSecurityException {
    try {
      Certificate[] certificates = store.getCertificateChain(alias);
      if (!(store.getKey(alias, passphrase) instanceof PrivateKey key) || certificates == null) {
        throw unusable(source, "no private key with a certificate under that alias");
      }
      List<X509Certificate> chain = new ArrayList<>();
      for (Certificate certificate : certificates) {
        chain.add((X509Certificate) certificate);
      }
      return new LoadedKey(key, chain);
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  /** What an application's supplier says when it fails may hold what it was to supply. */
  private static char[] asked(Supplier<char[]> secret, DeviceKey source) {
    char[] given;
    try {
      given = secret.get();
    } catch (RuntimeException e) {
      throw unusable(
          source, "the supplier of its passphrase failed with " + e.getClass().getSimpleName());
    }
    if (given == null) {
      throw unusable(source, "the supplier of its passphrase gave null");
    }
    return given;
  }

  private static byte[] bytes(Path file, LinkOption... links) throws IOException {
    try (InputStream in = Files.newInputStream(file, links)) {
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      if (bytes.length > MAX_FILE_BYTES) {
        throw new IngestConfigurationException(
            file + " is longer than " + MAX_FILE_BYTES + " bytes: no key or certificate is");
      }
      return bytes;
    }
  }

  private static IngestConfigurationException unusable(DeviceKey source, String why) {
    return new IngestConfigurationException(
        "the device key of " + source + " cannot be used: " + why);
  }
}
