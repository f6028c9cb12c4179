package io.github.kvssecure.local.kms;

/**
 * States of a KMS key that matter to encryption (AWS KMS API reference, KeyMetadata); the API name
 * is derived.
 */
public enum KeyState {
  /** Usable. */
  ENABLED("Enabled"),
  /** Disabled by an administrator. */
  DISABLED("Disabled"),
  /** Scheduled for deletion. */
  PENDING_DELETION("PendingDeletion"),
  /** Waits for imported key material. */
  PENDING_IMPORT("PendingImport"),
  /** Its custom key store is disconnected. */
  UNAVAILABLE("Unavailable");

  private final String wireName;

  KeyState(String wireName) {
    this.wireName = wireName;
  }

  /** Returns the name on the wire. */
  public String wireName() {
    return wireName;
  }
}
