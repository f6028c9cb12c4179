package io.github.kvssecure.local.kms;

import io.github.kvssecure.local.http.ServiceException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What keys do: encrypt with AES-256-GCM under material that is made from the key id, bound to an
 * encryption context. Thread-safe.
 */
final class KeyMaterial {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int ROOT_BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final byte[] root = fresh(ROOT_BYTES);

  /** A ciphertext, taken apart. */
  private static final class Sealed {
    private final String keyArn;
    private final byte[] nonce;
    private final byte[] body;

    private Sealed(String keyArn, byte[] nonce, byte[] body) {
      this.keyArn = keyArn;
      this.nonce = nonce;
      this.body = body;
    }

    static Sealed parse(byte[] blob) throws ServiceException {
      ByteBuffer in = ByteBuffer.wrap(blob);
      int arn = in.remaining() < 1 ? 0 : in.get();
      if (arn <= 0 || in.remaining() < arn + NONCE_BYTES) {
        throw invalid();
      }
      byte[] name = new byte[arn];
      byte[] nonce = new byte[NONCE_BYTES];
      in.get(name).get(nonce);
      byte[] body = new byte[in.remaining()];
      in.get(body);
      return new Sealed(new String(name, StandardCharsets.US_ASCII), nonce, body);
    }
  }

  /** Returns random bytes. */
  byte[] fresh(int bytes) {
    byte[] fresh = new byte[bytes];
    random.nextBytes(fresh);
    return fresh;
  }

  /** Returns the ciphertext of a text; it names the key it was made with. */
  byte[] seal(KeyRecord key, byte[] plaintext, Map<String, String> context) {
    byte[] arn = key.arn().getBytes(StandardCharsets.US_ASCII);
    byte[] nonce = fresh(NONCE_BYTES);
    try {
      byte[] body = cipher(Cipher.ENCRYPT_MODE, key.arn(), nonce, context).doFinal(plaintext);
      return ByteBuffer.allocate(1 + arn.length + NONCE_BYTES + body.length)
          .put((byte) arn.length)
          .put(arn)
          .put(nonce)
          .put(body)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no AES-GCM", e);
    }
  }

  /**
   * Returns the ARN of the key that a ciphertext was made with.
   *
   * @throws ServiceException {@code InvalidCiphertextException} when it is none
   */
  static String keyArn(byte[] blob) throws ServiceException {
    return Sealed.parse(blob).keyArn;
  }

  /**
   * Returns the plaintext.
   *
   * @throws ServiceException {@code InvalidCiphertextException} when it was changed or its context
   *     is another
   */
  byte[] open(byte[] blob, Map<String, String> context) throws ServiceException {
    Sealed sealed = Sealed.parse(blob);
    try {
      return cipher(Cipher.DECRYPT_MODE, sealed.keyArn, sealed.nonce, context).doFinal(sealed.body);
    } catch (GeneralSecurityException e) {
      throw invalid();
    }
  }

  private Cipher cipher(int mode, String keyArn, byte[] nonce, Map<String, String> context)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(root, "HmacSHA256"));
    byte[] material = mac.doFinal(keyArn.getBytes(StandardCharsets.US_ASCII));
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(material, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(new TreeMap<>(context).toString().getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static ServiceException invalid() {
    return new ServiceException(
        400, "InvalidCiphertextException", "The ciphertext cannot be decrypted.");
  }
}
