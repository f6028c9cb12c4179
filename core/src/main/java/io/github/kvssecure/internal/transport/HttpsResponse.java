package io.github.kvssecure.internal.transport;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link HttpsExchange} was answered, whatever the status. {@link #toString} shows neither
 * headers nor body. Thread-safe, but for {@link #wipe}.
 */
public final class HttpsResponse {

  private final ResponseHead head;
  private final byte[] body;

  /**
   * A response.
   *
   * @param head status and headers
   * @param body complete; owned by this from now on
   */
  HttpsResponse(ResponseHead head, byte[] body) {
    this.head = head;
    this.body = body;
  }

  /**
   * The HTTP status.
   *
   * @return 200 to 599
   */
  public int status() {
    return head.status();
  }

  /**
   * A header that came once.
   *
   * @param name in any case
   * @return its value; empty if it is missing or came more than once
   */
  public Optional<String> header(String name) {
    List<String> values = head.all(name.toLowerCase(Locale.ROOT));
    return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }

  /**
   * All headers.
   *
   * @return names in lower case; values of one name in the order they came
   */
  public Map<String, List<String>> headers() {
    return head.headers();
  }

  /**
   * The service's error type, from either spelling of its header.
   *
   * @return without namespace and link; empty if there is none
   */
  public Optional<String> errorType() {
    return head.errorType();
  }

  /**
   * The service's id of the request, from either spelling of its header.
   *
   * @return at most 256 characters; empty if there is none
   */
  public Optional<String> requestId() {
    return head.requestId();
  }

  /**
   * The body, decoded from its transfer encoding.
   *
   * @return this response's own array: borrowed, not copied, so that {@link #wipe} reaches it
   */
  public byte[] body() {
    return body;
  }

  /** Overwrites the body, for answers that hold secrets. */
  public void wipe() {
    Arrays.fill(body, (byte) 0);
  }

  @Override
  public String toString() {
    return "HttpsResponse[" + head.status() + ", " + body.length + " bytes]";
  }
}
