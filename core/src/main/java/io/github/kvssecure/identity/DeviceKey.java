package io.github.kvssecure.identity;

import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Where a device keeps its private key and its X.509 certificate. Immutable. Files are looked at
 * when a producer is built, and read again for every credentials call, so that a renewed
 * certificate needs no restart.
 *
 * <p>Security: no passphrase is kept; it is asked for when it is needed, and the answer is
 * overwritten. Not protected: a key in a file against whoever can act as the process; use a PKCS#11
 * token for that.
 */
public sealed interface DeviceKey {

  /**
   * Two PEM files.
   *
   * @param privateKey PKCS#8, PKCS#1 (RSA) or SEC1 (EC), not encrypted
   * @param certificate the device's certificate first; further ones are sent as its chain
   */
  record PemFiles(Path privateKey, Path certificate) implements DeviceKey {
    /** Requires both. */
    public PemFiles {
      Objects.requireNonNull(privateKey, "privateKey");
      Objects.requireNonNull(certificate, "certificate");
    }
  }

  /**
   * A PKCS#12 file with one private key.
   *
   * @param file the file
   * @param passphrase asked for each time; what it gives is overwritten
   */
  record Pkcs12File(Path file, Supplier<char[]> passphrase) implements DeviceKey {
    /** Requires both. */
    public Pkcs12File {
      Objects.requireNonNull(file, "file");
      Objects.requireNonNull(passphrase, "passphrase");
    }

    @Override
    public String toString() {
      return "Pkcs12File[" + file + "]";
    }
  }

  /**
   * A key that never leaves a PKCS#11 token: a secure element, a TPM or an HSM.
   *
   * @param configuration of the JDK's SunPKCS11 provider: a file with {@code name}, {@code library}
   *     and {@code slot} or {@code slotListIndex}, and no PIN
   * @param alias the label of key and certificate in the token
   * @param pin asked for each time; what it gives is overwritten
   * @see <a
   *     href="https://docs.oracle.com/en/java/javase/17/security/pkcs11-reference-guide1.html">PKCS#11
   *     Reference Guide</a>
   */
  record Pkcs11Token(Path configuration, String alias, Supplier<char[]> pin) implements DeviceKey {
    /** Requires all three. */
    public Pkcs11Token {
      Objects.requireNonNull(configuration, "configuration");
      Objects.requireNonNull(alias, "alias");
      Objects.requireNonNull(pin, "pin");
    }

    @Override
    public String toString() {
      return "Pkcs11Token[" + configuration + ", " + alias + "]";
    }
  }

  /**
   * An entry of a key store that the application opened: any other provider of keys.
   *
   * @param store loaded
   * @param alias of a private key with its certificate
   * @param passphrase of the entry, asked for each time; what it gives is overwritten
   */
  record KeyStoreEntry(KeyStore store, String alias, Supplier<char[]> passphrase)
      implements DeviceKey {
    /** Requires all three. */
    public KeyStoreEntry {
      Objects.requireNonNull(store, "store");
      Objects.requireNonNull(alias, "alias");
      Objects.requireNonNull(passphrase, "passphrase");
    }

    @Override
    public String toString() {
      return "KeyStoreEntry[" + store.getType() + ", " + alias + "]";
    }
  }

  /**
   * Two PEM files.
   *
   * @param privateKey PKCS#8, PKCS#1 (RSA) or SEC1 (EC), not encrypted; mode 600
   * @param certificate the device's certificate, then its chain if there is one; mode 644
   * @return the source of the key
   */
  static DeviceKey pem(Path privateKey, Path certificate) {
    return new PemFiles(privateKey, certificate);
  }

  /**
   * A PKCS#12 file with one private key.
   *
   * @param file mode 600
   * @param passphrase asked for each time; what it gives is overwritten
   * @return the source of the key
   */
  static DeviceKey pkcs12(Path file, Supplier<char[]> passphrase) {
    return new Pkcs12File(file, passphrase);
  }

  /**
   * A key in a PKCS#11 token.
   *
   * @param configuration of the JDK's SunPKCS11 provider
   * @param alias the label of key and certificate
   * @param pin asked for each time; what it gives is overwritten
   * @return the source of the key
   */
  static DeviceKey pkcs11(Path configuration, String alias, Supplier<char[]> pin) {
    return new Pkcs11Token(configuration, alias, pin);
  }

  /**
   * An entry of a key store that the application opened.
   *
   * @param store loaded
   * @param alias of a private key with its certificate
   * @param passphrase of the entry, asked for each time; what it gives is overwritten
   * @return the source of the key
   */
  static DeviceKey keyStore(KeyStore store, String alias, Supplier<char[]> passphrase) {
    return new KeyStoreEntry(store, alias, passphrase);
  }
}
