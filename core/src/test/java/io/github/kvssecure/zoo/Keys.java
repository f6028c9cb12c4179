package io.github.kvssecure.zoo;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Key pairs that the whole zoo shares: making them is what takes time. */
final class Keys {

  static final KeyPair ROOT = ec("secp256r1");
  static final KeyPair INTERMEDIATE = ec("secp256r1");
  static final KeyPair LEAF = ec("secp256r1");
  static final KeyPair STRANGER = ec("secp256r1");
  static final KeyPair P384 = ec("secp384r1");
  static final KeyPair ED25519 = generate("Ed25519", 255);
  static final KeyPair RSA_2048 = generate("RSA", 2048);
  static final KeyPair RSA_ROOT = generate("RSA", 2048);
  static final KeyPair RSA_1024 = generate("RSA", 1024);

  /** A curve that the JDK has forgotten. */
  static final KeyPair P192 = forgotten("secp192r1");

  private Keys() {}

  private static KeyPair ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair generate(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair forgotten(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
