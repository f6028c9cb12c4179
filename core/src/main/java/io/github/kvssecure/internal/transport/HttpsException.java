package io.github.kvssecure.internal.transport;

import io.github.kvssecure.spi.UploadException.Failure;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An HTTPS call had no answer; says why, and whether the same call can succeed later. */
public final class HttpsException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Alerts by which a peer refuses the certificate of this side (RFC 8446, 6.2). */
  private static final Set<String> CERTIFICATE_ALERTS =
      Set.of(
          "bad_certificate",
          "unsupported_certificate",
          "certificate_revoked",
          "certificate_expired",
          "certificate_unknown",
          "unknown_ca",
          "access_denied",
          "certificate_required");

  private final Failure failure;
  private final boolean retryable;
  private final boolean certificateRefused;

  /**
   * A failed call.
   *
   * @param failure what failed
   * @param retryable whether the same call can succeed later
   * @param message what happened, without secrets
   * @param cause what was thrown below, if something was
   */
  HttpsException(Failure failure, boolean retryable, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.failure = Objects.requireNonNull(failure, "failure");
    this.certificateRefused = cause != null && isCertificateAlert(cause);
    this.retryable = retryable && !certificateRefused;
  }

  private static boolean isCertificateAlert(Throwable cause) {
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    String alert = text.substring(text.lastIndexOf(':') + 1).strip();
    return text.contains("received fatal alert") && CERTIFICATE_ALERTS.contains(alert);
  }

  /**
   * What failed, in the terms of uploads.
   *
   * @return the kind of failure; {@link Failure#ABORTED} if the calling thread was interrupted
   */
  public Failure failure() {
    return failure;
  }

  /**
   * Whether the same call can succeed later.
   *
   * @return false if something must be mended first
   */
  public boolean isRetryable() {
    return retryable;
  }

  /**
   * Whether the peer ended TLS because of the certificate that this side showed, or did not show.
   *
   * @return true if it sent such an alert; a peer may also just hang up
   */
  public boolean isCertificateRefused() {
    return certificateRefused;
  }
}
