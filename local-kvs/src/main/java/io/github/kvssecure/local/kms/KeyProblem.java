package io.github.kvssecure.local.kms;

/** Why a key cannot encrypt a stream; named like the error codes of PutMedia acknowledgements. */
public enum KeyProblem {
  /** The key policy refuses. */
  KMS_KEY_ACCESS_DENIED,
  /** The key is disabled. */
  KMS_KEY_DISABLED,
  /** The key store is unavailable. */
  KMS_KEY_UNAVAILABLE,
  /** The key is not a symmetric encryption key. */
  KMS_KEY_INVALID_USAGE,
  /** The key is pending deletion or import. */
  KMS_KEY_INVALID_STATE,
  /** No such key. */
  KMS_KEY_NOT_FOUND
}
