package io.github.kvssecure.internal.session;

import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException;
import io.github.kvssecure.spi.UploadResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides what follows the end of an upload, and remembers what was tried since the last fragment
 * was stored. Thread-safe.
 *
 * <p>Errors of the service: <a
 * href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/API_dataplane_PutMedia.html">PutMedia</a>.
 * What is permanent there stops the stream; an endpoint that is refused is asked for again once,
 * one that nobody answers at every fourth time, and credentials that are refused are got anew once.
 */
final class RetryRules {

  /** After this long without bytes, an end by the service is one by its idle limit of 30 s. */
  static final Duration QUIET = Duration.ofSeconds(20);

  /** After so many attempts in a row that reached nobody, the service is asked where to go. */
  static final int UNREACHED = 4;

  private static final String INVALID_ENDPOINT = "InvalidEndpointException";

  private int failures;
  private int unreached;
  private boolean endpointRefreshed;
  private boolean credentialsRefreshed;

  /** Notes that a fragment was stored: everything may be tried again. */
  synchronized void succeeded() {
    failures = 0;
    unreached = 0;
    endpointRefreshed = false;
    credentialsRefreshed = false;
  }

  /** Notes that the service could not be asked for another endpoint. */
  synchronized void endpointNotRefreshed() {
    endpointRefreshed = false;
  }

  /** Notes one more failure, and says how many there were in a row. */
  synchronized int failed() {
    return ++failures;
  }

  /**
   * What follows an upload that broke.
   *
   * @param end how
   * @param refusal what the gate says of it
   * @param quiet for how long nothing was sent before
   * @return what to do
   */
  synchronized NextStep afterBreak(
      UploadEnd.Broken end, Optional<RuntimeException> refusal, Duration quiet) {
    RuntimeException cause = refusal.or(end::refusal).orElse(end.cause());
    String reason = String.valueOf(cause.getMessage());
    if (refusal.isPresent() || !(cause instanceof UploadException upload)) {
      return new NextStep.Stop(cause);
    }
    if (upload.failure() == UploadException.Failure.CONNECTION_LOST
        && quiet.compareTo(QUIET) >= 0) {
      return new NextStep.Rest("nothing was sent for " + quiet.toSeconds() + " s: " + reason);
    }
    if (isRefusedEndpoint(upload) && !endpointRefreshed) {
      endpointRefreshed = true;
      return new NextStep.RefreshEndpoint(reason);
    }
    if (isRefusedCaller(upload) && !credentialsRefreshed) {
      credentialsRefreshed = true;
      return new NextStep.RefreshCredentials(upload);
    }
    if (!upload.isRetryable()) {
      return new NextStep.Stop(cause);
    }
    return isLost(upload) ? new NextStep.SeekEndpoint(reason) : new NextStep.Retry(reason);
  }

  /** Whether this was one attempt too many that reached nobody; counts it. */
  private boolean isLost(UploadException upload) {
    if (upload.failure() == UploadException.Failure.NO_CREDENTIALS) {
      // Nobody was called, which says nothing of the endpoint.
      return false;
    }
    unreached = upload.failure() == UploadException.Failure.CONNECT ? unreached % UNREACHED + 1 : 0;
    return unreached == UNREACHED;
  }

  /**
   * What follows a refusal of the caller, once the source was asked for other credentials. May
   * block.
   *
   * @param refusal what the service said
   * @param used which credentials it refused
   * @param source gave them
   * @return to try again with others, or to stop where there are none
   */
  static NextStep withOthers(
      RuntimeException refusal, SessionCredentials used, SessionCredentialsProvider source) {
    source.refused(used);
    try {
      return source.resolve().accessKeyId().equals(used.accessKeyId())
          ? new NextStep.Stop(refusal)
          : new NextStep.Retry(String.valueOf(refusal.getMessage()));
    } catch (ControlPlaneException e) {
      if (e.isRetryable()) {
        return new NextStep.Retry("no credentials for the upload: " + e.getMessage());
      }
      refusal.addSuppressed(e);
      return new NextStep.Stop(refusal);
    }
  }

  /** Whether the service refused the data endpoint. */
  static boolean isRefusedEndpoint(RuntimeException cause) {
    return cause instanceof UploadException upload
        && upload
            .response()
            .flatMap(UploadResponse::errorType)
            .filter(INVALID_ENDPOINT::equals)
            .isPresent();
  }

  private static boolean isRefusedCaller(UploadException upload) {
    return upload
        .response()
        .filter(response -> response.status() == 401 || response.status() == 403)
        .isPresent();
  }
}
