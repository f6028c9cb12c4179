package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * Repeats a call once if AWS refuses who signed it, and the source then gives others: credentials
 * that were revoked seem valid to whoever holds them. A call that was refused had no effect, so
 * every call may be repeated. A policy that denies a call to every session is not taken for a
 * revocation twice. Thread-safe.
 */
final class SecondSigner {

  /**
   * Of the session token, not of what it may do. <a
   * href="https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html">Common errors</a>.
   */
  private static final Set<String> OF_THE_TOKEN =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "InvalidClientTokenId",
          "UnrecognizedClientException");

  /**
   * How a session is refused that was revoked at its role. <a
   * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html">Access
   * denied error messages</a>, <a
   * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html">
   * revoking sessions</a>.
   */
  private static final String REVOKED = "with an explicit deny in an identity-based policy";

  private final SessionCredentialsProvider source;
  private volatile boolean deniedToAll;

  /**
   * For the calls of one principal.
   *
   * @param source gives who signs, judged; not closed with this
   */
  SecondSigner(SessionCredentialsProvider source) {
    this.source = source;
  }

  /**
   * Makes a call, and makes it again if another may sign it.
   *
   * @param call is given who signs, as the source gives it
   * @return the answer
   * @throws ControlPlaneException if the source gives none
   */
  <T> T call(Function<SessionCredentials, T> call) {
    SessionCredentials signer = source.resolve();
    try {
      return call.apply(signer);
    } catch (SdkServiceException refusal) {
      if (!isOfTheSigner(refusal)) {
        throw refusal;
      }
      SessionCredentials other = otherThan(signer, refusal);
      if (other.accessKeyId().equals(signer.accessKeyId())) {
        throw refusal;
      }
      return repeated(call, other);
    }
  }

  private <T> T repeated(Function<SessionCredentials, T> call, SessionCredentials other) {
    try {
      return call.apply(other);
    } catch (SdkServiceException refusal) {
      deniedToAll |= isRevocation(refusal);
      throw refusal;
    }
  }

  /**
   * Makes a call that its client signs with what the source gives.
   *
   * @param call sends the request
   * @return the answer
   * @throws ControlPlaneException if the source gives none
   */
  <T> T call(Supplier<T> call) {
    return call(signer -> call.get());
  }

  private SessionCredentials otherThan(SessionCredentials signer, SdkServiceException refusal) {
    source.refused(signer);
    try {
      return source.resolve();
    } catch (ControlPlaneException none) {
      // What AWS said of the call is nearer to what the caller asked for.
      throw refusal;
    }
  }

  private boolean isOfTheSigner(SdkServiceException refusal) {
    return OF_THE_TOKEN.contains(FailureTranslation.errorCode(refusal))
        || (isRevocation(refusal) && !deniedToAll);
  }

  private static boolean isRevocation(SdkServiceException refusal) {
    return FailureTranslation.errorCode(refusal).startsWith("AccessDenied")
        && FailureTranslation.serviceText(refusal).orElse("").contains(REVOKED);
  }
}
