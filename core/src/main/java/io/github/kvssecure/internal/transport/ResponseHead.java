package io.github.kvssecure.internal.transport;

import io.github.kvssecure.identity.Redaction;
import io.github.kvssecure.spi.UploadResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Status and headers of a response. Immutable.
 *
 * @param status 100 to 599
 * @param headers names in lower case; values of one name in the order they came
 */
record ResponseHead(int status, Map<String, List<String>> headers) {

  /** Copies the headers. */
  ResponseHead {
    headers = Map.copyOf(headers);
  }

  /**
   * The service's error type without namespace or link. The guide and the wire spell the header
   * apart.
   */
  Optional<String> errorType() {
    return first("x-amzn-errortype", "x-amz-errortype").flatMap(ResponseHead::bareErrorType);
  }

  /** The service's id of the request, fit for messages and logs. */
  Optional<String> requestId() {
    return first("x-amzn-requestid", "x-amz-requestid", "x-amz-request-id")
        .filter(id -> id.matches("[!-~]{1,256}"))
        .map(Redaction::of);
  }

  /** What time the service says it is. */
  Optional<Instant> date() {
    return first("date").flatMap(HttpDate::parse);
  }

  /** What a listener is told of this head. */
  UploadResponse answerAfter(Duration elapsed) {
    return new UploadResponse(status, errorType(), requestId(), elapsed);
  }

  /** All values of a header. */
  List<String> all(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, List.of());
  }

  /** {@code com.amazonaws.x#Name:http://...} and {@code Name} are the same error type. */
  static Optional<String> bareErrorType(String value) {
    String name = value.substring(value.lastIndexOf('#', colonOrEnd(value)) + 1);
    return Optional.of(name.substring(0, colonOrEnd(name)).strip())
        .filter(type -> type.matches("[A-Za-z0-9_.]{1,128}"))
        .map(Redaction::of);
  }

  private static int colonOrEnd(String text) {
    int colon = text.indexOf(':');
    return colon < 0 ? text.length() : colon;
  }

  private Optional<String> first(String... names) {
    for (String name : names) {
      List<String> values = all(name);
      if (!values.isEmpty()) {
        return Optional.of(values.get(0));
      }
    }
    return Optional.empty();
  }
}
