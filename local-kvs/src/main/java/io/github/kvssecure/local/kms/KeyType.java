package io.github.kvssecure.local.kms;

/**
 * What a key is for.
 *
 * @param spec KeySpec as KMS names it, for example {@code SYMMETRIC_DEFAULT}
 * @param usage KeyUsage as KMS names it, for example {@code ENCRYPT_DECRYPT}
 * @param manager {@code CUSTOMER} or {@code AWS}
 */
public record KeyType(String spec, String usage, String manager) {
  /**
   * A symmetric encryption key of the customer: the only kind of customer key that can encrypt a
   * stream.
   */
  public static final KeyType SYMMETRIC =
      new KeyType("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "CUSTOMER");

  /** A signing key, of no use to a stream. */
  public static final KeyType SIGNING = new KeyType("ECC_NIST_P256", "SIGN_VERIFY", "CUSTOMER");

  /** The key that AWS manages for a service. */
  static final KeyType AWS_MANAGED = new KeyType("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "AWS");

  boolean encryptsStreams() {
    return spec.equals("SYMMETRIC_DEFAULT") && usage.equals("ENCRYPT_DECRYPT");
  }
}
