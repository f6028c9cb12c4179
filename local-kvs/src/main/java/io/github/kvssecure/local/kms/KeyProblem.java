package io.github.kvssecure.local.kms;

import io.github.kvssecure.local.http.ServiceException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Why a key cannot be used. The constants are named like the error codes of PutMedia
 * acknowledgements; each stands for the error that KMS gives to a direct caller.
 */
public enum KeyProblem {
  /** The caller may not use the key: a policy denies or none allows. */
  KMS_KEY_ACCESS_DENIED("AccessDeniedException", "is not allowed to the caller."),
  /** The key is disabled. */
  KMS_KEY_DISABLED("DisabledException", "is disabled."),
  /** KMS found the request about the key invalid. */
  KMS_KEY_VALIDATION_ERROR("ValidationException", "failed validation."),
  /** The key store is unavailable, perhaps for a short time. */
  KMS_KEY_UNAVAILABLE("KeyUnavailableException", "is unavailable."),
  /** The key is not a symmetric encryption key. */
  KMS_KEY_INVALID_USAGE("InvalidKeyUsageException", "is not a symmetric encryption key."),
  /** The key is pending deletion or import. */
  KMS_KEY_INVALID_STATE("KMSInvalidStateException", "is in an invalid state."),
  /** No such key. */
  KMS_KEY_NOT_FOUND("NotFoundException", "does not exist");

  private final String errorType;
  private final String predicate;

  KeyProblem(String errorType, String predicate) {
    this.errorType = errorType;
    this.predicate = predicate;
  }

  /** Returns the error type that a direct caller of KMS gets. */
  public String errorType() {
    return errorType;
  }

  /** Makes the refusal that a direct caller of KMS gets. */
  ServiceException refusal(KeyRecord key) {
    String text = this == KMS_KEY_INVALID_STATE ? "is " + words(key.state()) + "." : predicate;
    // KeyUnavailableException is the one of these that KMS answers with a status above 499.
    int status = this == KMS_KEY_UNAVAILABLE ? 500 : 400;
    return new ServiceException(status, errorType, key.arn() + " " + text);
  }

  /** Returns what a refusal by KMS means to a stream; what has no name of its own is validation. */
  static KeyProblem of(ServiceException refusal) {
    return Arrays.stream(values())
        .filter(problem -> problem.errorType.equals(refusal.type()))
        .findAny()
        .orElse(KMS_KEY_VALIDATION_ERROR);
  }

  /** PendingDeletion becomes "pending deletion", as in the texts of KMS. */
  private static String words(KeyState state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
