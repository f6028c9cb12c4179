package io.github.kvssecure.internal.transport;

import io.github.kvssecure.spi.UploadException;
import io.github.kvssecure.spi.UploadResponse;
import java.util.Locale;
import java.util.Set;

/**
 * Explains a response other than 200. The text of the service is looked at and not repeated: that
 * of a 401 or 403 can hold the canonical request and the caller's ARN.
 */
final class ServiceRefusal {

  private static final Set<String> PASSING_LIMITS =
      Set.of("ClientLimitExceededException", "ConnectionLimitExceededException");

  private ServiceRefusal() {}

  /**
   * The upload's failure.
   *
   * @param response the response head
   * @param bodyStart the first bytes of the error's body, as text; not kept
   * @return what to report; retryable if the same upload can succeed later, or with new credentials
   */
  static UploadException describe(UploadResponse response, String bodyStart) {
    boolean expired = isExpired(response, bodyStart);
    StringBuilder message = new StringBuilder("the service refused the upload: HTTP ");
    message.append(response.status());
    response.errorType().ifPresent(type -> message.append(' ').append(type));
    response.requestId().ifPresent(id -> message.append(", request id ").append(id));
    message.append("; ").append(remedy(response, expired));
    return new UploadException(response, expired || isPassing(response), message.toString());
  }

  private static boolean isPassing(UploadResponse response) {
    String type = response.errorType().orElse("");
    return response.status() >= 500
        || response.status() == 429
        || PASSING_LIMITS.contains(type)
        || type.startsWith("Throttling");
  }

  private static boolean isExpired(UploadResponse response, String bodyStart) {
    String type = response.errorType().orElse("");
    return type.startsWith("ExpiredToken")
        || type.startsWith("RequestExpired")
        || ((response.status() == 401 || response.status() == 403)
            && bodyStart.toLowerCase(Locale.ROOT).contains("expired"));
  }

  private static String remedy(UploadResponse response, boolean expired) {
    if (expired) {
      return "credentials or signature have expired: get new credentials, check the clock";
    }
    int status = response.status();
    if (status >= 500) {
      return "the service failed: try again later";
    }
    if (isPassing(response)) {
      return "a limit of the service was reached: try again later";
    }
    if (status >= 300 && status < 400) {
      return "redirects are never followed: ask for the data endpoint again";
    }
    return switch (status) {
      case 401, 403 -> "check that the credentials allow kinesisvideo:PutMedia on this stream";
      case 404 -> "check that the stream exists in this account and Region";
      default -> "check the stream's ARN and ask for the data endpoint again";
    };
  }
}
