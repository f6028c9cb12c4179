package io.github.kvssecure.spi;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An upload failed; says whether the same upload can succeed later. */
public final class UploadException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What failed, as far as the reaction to it differs. */
  public enum Failure {
    /** Nobody was called: there are no credentials to sign with, or none that may be used yet. */
    NO_CREDENTIALS,
    /** No connection: name resolution, refused, unreachable, timed out. */
    CONNECT,
    /** The peer's certificate is for another name, or names only an address. */
    PEER_NAME,
    /** The peer's certificate is expired, or no trusted authority vouches for it. */
    PEER_UNTRUSTED,
    /**
     * The proxy on the way is reached by TLS and did not prove its name with a certificate of a
     * trusted authority. It heard nothing, and no password.
     */
    PROXY_UNPROVEN,
    /** No common TLS version or cipher suite, with the peer or with the proxy on the way. */
    TLS_NEGOTIATION,
    /** The TLS layer failed otherwise, also in the middle of an upload. */
    TLS,
    /** The connection broke, or ended without close_notify or before the response was over. */
    CONNECTION_LOST,
    /** The service answered with another status than 200. */
    REFUSED_BY_SERVICE,
    /** The service did not answer in time. */
    NO_RESPONSE,
    /** The response is not what the protocol allows: malformed head, endless line, bad chunk. */
    MALFORMED_RESPONSE,
    /** An acknowledgement reported an error that ends the upload. */
    ERROR_ACKNOWLEDGED,
    /** It was aborted by this side, or refused by a listener. */
    ABORTED
  }

  private final Failure failure;
  private final boolean retryable;
  private final transient @Nullable UploadResponse response;

  /**
   * A failed upload.
   *
   * @param failure what failed
   * @param retryable whether the same upload can succeed later
   * @param message what happened, without secrets
   */
  public UploadException(Failure failure, boolean retryable, String message) {
    super(message);
    this.failure = Objects.requireNonNull(failure, "failure");
    this.retryable = retryable;
    this.response = null;
  }

  /**
   * An upload that the service refused.
   *
   * @param response what it answered
   * @param retryable whether the same upload can succeed later
   * @param message what happened, without secrets
   */
  public UploadException(UploadResponse response, boolean retryable, String message) {
    super(message);
    this.failure = Failure.REFUSED_BY_SERVICE;
    this.retryable = retryable;
    this.response = Objects.requireNonNull(response, "response");
  }

  /**
   * What failed.
   *
   * @return the kind of failure
   */
  public Failure failure() {
    return failure;
  }

  /**
   * Whether the same upload can succeed later.
   *
   * @return false if something must be mended first
   */
  public boolean isRetryable() {
    return retryable;
  }

  /**
   * What the service answered, where it did.
   *
   * @return the response head; empty as well if the exception was serialised
   */
  public Optional<UploadResponse> response() {
    return Optional.ofNullable(response);
  }
}
