package io.github.kvssecure.local.kms;

/**
 * What a key may be used for; the names are those of <a
 * href="https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html">KeyMetadata</a>.
 */
public enum KeyUsage {
  /** Encryption and decryption; what a stream needs. */
  ENCRYPT_DECRYPT,
  /** Signatures. */
  SIGN_VERIFY,
  /** Message authentication codes. */
  GENERATE_VERIFY_MAC,
  /** Derivation of shared secrets. */
  KEY_AGREEMENT
}
