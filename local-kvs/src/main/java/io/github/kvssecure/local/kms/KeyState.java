package io.github.kvssecure.local.kms;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * States of a KMS key, and what each does to encryption (KMS developer guide, "Key states of AWS
 * KMS keys"). DescribeKey works in every state.
 */
public enum KeyState {
  /** Being made. */
  CREATING("Creating", KeyProblem.KMS_KEY_INVALID_STATE),
  /** Usable. */
  ENABLED("Enabled", null),
  /** Disabled by an administrator. */
  DISABLED("Disabled", KeyProblem.KMS_KEY_DISABLED),
  /** Scheduled for deletion. */
  PENDING_DELETION("PendingDeletion", KeyProblem.KMS_KEY_INVALID_STATE),
  /** Waits for imported key material. */
  PENDING_IMPORT("PendingImport", KeyProblem.KMS_KEY_INVALID_STATE),
  /** A multi-Region primary that is scheduled for deletion and waits for its replicas to go. */
  PENDING_REPLICA_DELETION("PendingReplicaDeletion", KeyProblem.KMS_KEY_INVALID_STATE),
  /** Its custom key store is disconnected. */
  UNAVAILABLE("Unavailable", KeyProblem.KMS_KEY_UNAVAILABLE),
  /** Its primary Region is being changed; usable meanwhile. */
  UPDATING("Updating", null);

  private final String wireName;
  private final Optional<KeyProblem> problem;

  KeyState(String wireName, @Nullable KeyProblem problem) {
    this.wireName = wireName;
    this.problem = Optional.ofNullable(problem);
  }

  /** Returns the name on the wire. */
  public String wireName() {
    return wireName;
  }

  /** Returns why a key in this state cannot be used; empty when it can. */
  public Optional<KeyProblem> problem() {
    return problem;
  }
}
