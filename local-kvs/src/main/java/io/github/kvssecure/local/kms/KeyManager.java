package io.github.kvssecure.local.kms;

/** Who manages a key; the names are those of KeyMetadata. */
public enum KeyManager {
  /** AWS, for one of its services: the key behind an alias that begins with {@code alias/aws/}. */
  AWS,
  /** The customer. */
  CUSTOMER
}
