package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.Redaction;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.spi.ControlPlaneException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * Turns what the SDK throws into {@link ControlPlaneException}.
 *
 * <p>Security: the SDK's exception is not passed on as a cause, and its text only where its author
 * is known: the service, except about signatures (those texts repeat the canonical request with its
 * session token), and the JDK's network classes.
 */
final class FailureTranslation {

  /** There was no answer: no connection, or none in time. */
  static final String NO_ANSWER = "NoAnswer";

  /** The TLS peer is not the host that was asked for. */
  static final String UNTRUSTED_PEER = "UntrustedPeer";

  /** The credential source gave nothing. */
  static final String NO_CREDENTIALS = "NoCredentials";

  /** The answer lacks something, or holds something impossible. */
  static final String MALFORMED_ANSWER = "MalformedAnswer";

  private static final int TEXT_LIMIT = 400;

  private FailureTranslation() {}

  /**
   * A call that failed.
   *
   * @param call which
   * @param failure what the SDK threw
   * @return what to throw instead
   * @throws PolicyViolationException if the gate refused the connection
   */
  static ControlPlaneException of(AwsCall call, RuntimeException failure) {
    for (Throwable cause : causes(failure)) {
      if (cause instanceof PolicyViolationException refusal) {
        throw refusal;
      }
    }
    if (failure instanceof ControlPlaneException own) {
      return own;
    }
    return failure instanceof SdkServiceException refusal
        ? refused(call, refusal)
        : unanswered(call, failure);
  }

  /**
   * An answer that cannot be used.
   *
   * @param call which
   * @param found what is wrong with it
   * @return what to throw
   */
  static ControlPlaneException malformed(AwsCall call, String found) {
    return new ControlPlaneException(
        MALFORMED_ANSWER,
        false,
        call.operation() + " on " + call.resource() + " was answered with " + found);
  }

  /**
   * A provider that gave no credentials.
   *
   * @param provider its class
   * @param failure what it threw
   * @return what to throw instead
   */
  static ControlPlaneException noCredentials(Class<?> provider, RuntimeException failure) {
    String remedy = "; see that this machine has credentials where it looks for them";
    String asked = "credentials asked of " + provider.getSimpleName() + ": ";
    if (failure instanceof ControlPlaneException own) {
      return own;
    }
    if (isInterruption(failure)) {
      return ControlPlaneException.interrupted(asked);
    }
    if (failure instanceof SdkServiceException refusal) {
      return new ControlPlaneException(
          errorCode(refusal),
          isRetryable(refusal, errorCode(refusal)),
          asked + described(refusal) + remedy);
    }
    // A root cause may quote what a credential process or file contained: only the text the SDK
    // itself composes, and the classes of the rest.
    boolean composedBySdk =
        failure instanceof SdkException && provider.getName().startsWith("software.amazon.awssdk.");
    return new ControlPlaneException(
        NO_CREDENTIALS,
        true,
        asked
            + classesOf(failure)
            + (composedBySdk ? ": " + printable(failure.getMessage()) : "")
            + remedy);
  }

  private static ControlPlaneException refused(AwsCall call, SdkServiceException refusal) {
    String code = errorCode(refusal);
    return new ControlPlaneException(
        code,
        isRetryable(refusal, code),
        call.operation()
            + " on "
            + call.resource()
            + " was refused: "
            + described(refusal)
            + "; "
            + Remedy.of(call, code, refusal.statusCode()));
  }

  private static String described(SdkServiceException refusal) {
    String code = errorCode(refusal);
    String text = Remedy.isAboutSignature(code) ? "" : serviceText(refusal).orElse("");
    return code
        + " (HTTP "
        + refusal.statusCode()
        + ", request id "
        + printable(refusal.requestId())
        + ")"
        + (text.isEmpty() ? "" : ": " + text.replaceAll("\\.+$", ""));
  }

  /** What AWS says about a refusal, without control characters; empty if it says nothing. */
  static Optional<String> serviceText(SdkServiceException refusal) {
    return details(refusal)
        .map(details -> printable(details.errorMessage()))
        .filter(text -> !text.equals("unknown"))
        .filter(text -> !text.toLowerCase(Locale.ROOT).contains("canonical"));
  }

  /** What AWS calls a refusal. */
  static String errorCode(SdkServiceException refusal) {
    String text = details(refusal).map(AwsErrorDetails::errorMessage).orElse("");
    if (text.contains("security token included in the request is expired")) {
      return "ExpiredTokenException";
    }
    return details(refusal)
        .map(AwsErrorDetails::errorCode)
        .filter(code -> !code.isEmpty())
        .map(FailureTranslation::printable)
        .orElse("Http" + refusal.statusCode());
  }

  private static Optional<AwsErrorDetails> details(SdkServiceException refusal) {
    return refusal instanceof AwsServiceException ofAws
        ? Optional.ofNullable(ofAws.awsErrorDetails())
        : Optional.empty();
  }

  private static boolean isRetryable(SdkServiceException refusal, String code) {
    return refusal.statusCode() >= 500
        || refusal.isThrottlingException()
        || Remedy.isTransient(code);
  }

  /**
   * Whether a call was made too often. KVS has a word of its own for it, which the SDK does not
   * know.
   *
   * @param failure of one attempt
   * @return whether the next attempt should wait as for throttling
   */
  static boolean isThrottled(Throwable failure) {
    return failure instanceof SdkServiceException refusal
        && (refusal.isThrottlingException()
            || errorCode(refusal).equals("ClientLimitExceededException"));
  }

  private static ControlPlaneException unanswered(AwsCall call, RuntimeException failure) {
    String what = call.operation() + " on " + call.resource() + ": ";
    List<Throwable> causes = causes(failure);
    for (Throwable cause : causes) {
      if (cause instanceof ControlPlaneException own) {
        return own;
      }
    }
    if (isInterruption(failure)) {
      return ControlPlaneException.interrupted(what);
    }
    Throwable root = causes.get(causes.size() - 1);
    boolean untrusted =
        causes.stream()
            .anyMatch(
                cause ->
                    cause instanceof CertificateException
                        || cause instanceof SSLPeerUnverifiedException);
    return untrusted
        ? new ControlPlaneException(
            UNTRUSTED_PEER,
            false,
            what
                + "no trust, "
                + described(root)
                + "; the peer is not the host that was asked for: look for a TLS-intercepting proxy, a"
                + " wrong DNS answer, a wrong clock or an old trust store")
        : new ControlPlaneException(
            NO_ANSWER,
            true,
            what
                + "no answer, "
                + described(root)
                + "; check DNS, route and proxy to the endpoint, and try again");
  }

  private static String described(Throwable root) {
    boolean writtenByTheJdk =
        root instanceof IOException || root instanceof GeneralSecurityException;
    return root.getClass().getSimpleName()
        + (writtenByTheJdk ? ": " + printable(root.getMessage()) : "");
  }

  private static boolean isInterruption(RuntimeException failure) {
    return causes(failure).stream()
        .anyMatch(
            cause ->
                cause instanceof AbortedException
                    || cause instanceof InterruptedException
                    || cause.getClass() == InterruptedIOException.class);
  }

  private static String classesOf(Throwable failure) {
    return String.join(
        " <- ", causes(failure).stream().map(cause -> cause.getClass().getSimpleName()).toList());
  }

  private static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = failure;
        cause != null && !causes.contains(cause);
        cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }

  /**
   * Text from outside made fit for a message: no secret, no control characters, no endless text.
   */
  private static String printable(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return "unknown";
    }
    String shown = Redaction.of(text);
    String cut = shown.length() > TEXT_LIMIT ? shown.substring(0, TEXT_LIMIT) + "..." : shown;
    return cut.replaceAll("[^ -~]", "?");
  }
}
