package io.github.kvssecure.internal.transport;

import java.time.Duration;

/**
 * How long one HTTPS call may take, and how much it may answer. Immutable.
 *
 * @param wholeCall from name resolution to the last byte of the response
 * @param bodyBytes the longest response body, in bytes
 */
public record HttpsLimits(Duration wholeCall, int bodyBytes) {

  /** No call of this library has an answer near this. */
  private static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if the duration is not more than zero and at most an hour, or
   *     the body is not 0 bytes to 16 MiB
   */
  public HttpsLimits {
    if (wholeCall.isNegative()
        || wholeCall.isZero()
        || wholeCall.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "a call must be given more than zero and at most PT1H, found " + wholeCall);
    }
    if (bodyBytes < 0 || bodyBytes > MAX_BODY_BYTES) {
      throw new IllegalArgumentException(
          "a response body must be bounded by 0 to "
              + MAX_BODY_BYTES
              + " bytes, found "
              + bodyBytes);
    }
  }

  /**
   * What suits a call that fetches credentials or a small document: 10 s and 64 KiB.
   *
   * @return the defaults
   */
  public static HttpsLimits defaults() {
    return new HttpsLimits(Duration.ofSeconds(10), 64 * 1024);
  }
}
