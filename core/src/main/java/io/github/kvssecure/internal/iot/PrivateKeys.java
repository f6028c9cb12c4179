package io.github.kvssecure.internal.iot;

import io.github.kvssecure.stream.IngestConfigurationException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/**
 * Private keys in the forms that OpenSSL writes: PKCS#8 (RFC 5208), PKCS#1 (RFC 8017, A.1.2) and
 * SEC1 (RFC 5915). The JDK reads the first only, so the others are wrapped into it.
 */
final class PrivateKeys {

  /** rsaEncryption, 1.2.840.113549.1.1.1 (RFC 8017), with its NULL parameter. */
  private static final byte[] RSA_ALGORITHM = {
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;

  private PrivateKeys() {}

  /**
   * The private key of a PEM file.
   *
   * @param pem the file
   * @param certified the key of the certificate; says on which curve an EC key is
   * @param path for messages
   * @return the key
   * @throws IngestConfigurationException if there is none, or it is encrypted or of another form
   */
  static PrivateKey read(PemFile pem, PublicKey certified, Path path) {
    for (PemFile.Block block : pem.blocks()) {
      if (block.encrypted() && block.label().endsWith("PRIVATE KEY")) {
        throw encrypted(path);
      }
      switch (block.label()) {
        case "PRIVATE KEY" -> {
          return pkcs8(block.der().clone(), certified, path);
        }
        case "RSA PRIVATE KEY" -> {
          return pkcs8(wrapped(RSA_ALGORITHM, block.der()), certified, path);
        }
        case "EC PRIVATE KEY" -> {
          return pkcs8(wrapped(curveOf(certified, path), block.der()), certified, path);
        }
        case "ENCRYPTED PRIVATE KEY" -> throw encrypted(path);
        default -> {
          // EC PARAMETERS, certificates and the like may stand beside the key.
        }
      }
    }
    throw new IngestConfigurationException(
        path + " holds no PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY in PEM form");
  }

  private static IngestConfigurationException encrypted(Path path) {
    return new IngestConfigurationException(
        path
            + " is encrypted with a passphrase; put key and certificate into a PKCS#12 file:"
            + " openssl pkcs12 -export -inkey KEY -in CERTIFICATE -out device.p12");
  }

  private static PrivateKey pkcs8(byte[] der, PublicKey certified, Path path) {
    try {
      return KeyFactory.getInstance(certified.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      throw new IngestConfigurationException(
          path
              + " holds no "
              + certified.getAlgorithm()
              + " private key that can be read, which the certificate asks for");
    } finally {
      Arrays.fill(der, (byte) 0);
    }
  }

  /** PrivateKeyInfo: version, algorithm, the key as octets (RFC 5208, 5). */
  private static byte[] wrapped(byte[] algorithm, byte[] key) {
    byte[] octets = element(OCTET_STRING, key);
    byte[] content = new byte[VERSION_0.length + algorithm.length + octets.length];
    System.arraycopy(VERSION_0, 0, content, 0, VERSION_0.length);
    System.arraycopy(algorithm, 0, content, VERSION_0.length, algorithm.length);
    System.arraycopy(octets, 0, content, VERSION_0.length + algorithm.length, octets.length);
    byte[] info = element(SEQUENCE, content);
    Arrays.fill(octets, (byte) 0);
    Arrays.fill(content, (byte) 0);
    return info;
  }

  /**
   * The algorithm of the certified key, as its own encoding says it: SubjectPublicKeyInfo begins
   * with it (RFC 5280, 4.1), and a key that belongs to the certificate has the same.
   */
  private static byte[] curveOf(PublicKey certified, Path path) {
    byte[] info = certified.getEncoded();
    if (!certified.getAlgorithm().equals("EC") || info == null) {
      throw new IngestConfigurationException(
          path + " holds an EC key, and the certificate is for " + certified.getAlgorithm());
    }
    int start = headerLength(info, 0);
    return Arrays.copyOfRange(
        info, start, start + headerLength(info, start) + contentLength(info, start));
  }

  private static byte[] element(int tag, byte[] content) {
    int lengthBytes = content.length < 0x80 ? 0 : content.length < 0x100 ? 1 : 2;
    byte[] all = new byte[2 + lengthBytes + content.length];
    all[0] = (byte) tag;
    all[1] = (byte) (lengthBytes == 0 ? content.length : 0x80 | lengthBytes);
    for (int i = 0; i < lengthBytes; i++) {
      all[2 + i] = (byte) (content.length >> (8 * (lengthBytes - 1 - i)));
    }
    System.arraycopy(content, 0, all, 2 + lengthBytes, content.length);
    return all;
  }

  private static int headerLength(byte[] der, int at) {
    return (der[at + 1] & 0x80) == 0 ? 2 : 2 + (der[at + 1] & 0x7f);
  }

  private static int contentLength(byte[] der, int at) {
    if ((der[at + 1] & 0x80) == 0) {
      return der[at + 1];
    }
    int length = 0;
    for (int i = 0; i < (der[at + 1] & 0x7f); i++) {
      length = length << 8 | (der[at + 2 + i] & 0xff);
    }
    return length;
  }
}
