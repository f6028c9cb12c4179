package io.github.kvssecure.local.kms;

/**
 * What a key is and what it is for. Immutable.
 *
 * @param spec kind of material
 * @param usage what it may be used for
 * @param origin where the material comes from
 * @param manager who manages it
 */
public record KeyType(KeySpec spec, KeyUsage usage, KeyOrigin origin, KeyManager manager) {
  /**
   * A symmetric encryption key of the customer: the only kind of customer key that can encrypt a
   * stream.
   */
  public static final KeyType SYMMETRIC = of(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT);

  /** A signing key, of no use to a stream. */
  public static final KeyType SIGNING = of(KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY);

  /** The key that AWS manages for a service. */
  static final KeyType AWS_MANAGED =
      new KeyType(
          KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT, KeyOrigin.AWS_KMS, KeyManager.AWS);

  /** Refuses a usage that keys of this kind cannot have. */
  public KeyType {
    if (!spec.usages().contains(usage)) {
      throw new IllegalArgumentException(
          "usage of a " + spec + " key is " + usage + ", required: one of " + spec.usages());
    }
  }

  /** Returns the type of a customer managed key whose material KMS makes. */
  public static KeyType of(KeySpec spec, KeyUsage usage) {
    return new KeyType(spec, usage, KeyOrigin.AWS_KMS, KeyManager.CUSTOMER);
  }

  /** Returns this type with material from elsewhere. */
  public KeyType from(KeyOrigin other) {
    return new KeyType(spec, usage, other, manager);
  }

  boolean encryptsStreams() {
    return spec == KeySpec.SYMMETRIC_DEFAULT && usage == KeyUsage.ENCRYPT_DECRYPT;
  }

  /**
   * Tells whether KMS can rotate such a key by itself: not asymmetric, HMAC, imported or
   * custom-store keys (KMS developer guide, "Rotate AWS KMS keys").
   */
  boolean rotatable() {
    return spec == KeySpec.SYMMETRIC_DEFAULT && origin == KeyOrigin.AWS_KMS;
  }
}
