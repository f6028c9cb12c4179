package io.github.kvssecure.local.kms;

/**
 * Where the material of a key comes from; the names are those of <a
 * href="https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html">KeyMetadata</a>.
 */
public enum KeyOrigin {
  /** Made by KMS. */
  AWS_KMS,
  /** Imported by the customer; can expire. */
  EXTERNAL,
  /** Made in a CloudHSM key store. */
  AWS_CLOUDHSM,
  /** Held by an external key manager. */
  EXTERNAL_KEY_STORE;

  /** Tells whether the key lives in a custom key store, which can be disconnected. */
  public boolean customStore() {
    return this == AWS_CLOUDHSM || this == EXTERNAL_KEY_STORE;
  }
}
