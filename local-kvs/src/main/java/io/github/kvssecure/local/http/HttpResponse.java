package io.github.kvssecure.local.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A complete answer: status, header fields and body. Immutable. */
public final class HttpResponse {
  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  private HttpResponse(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /**
   * Makes an answer.
   *
   * @param status HTTP status code
   * @param contentType value of Content-Type
   * @param body text, sent as UTF-8
   */
  public static HttpResponse of(int status, String contentType, String body) {
    return new HttpResponse(
        status, Map.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a copy with one more header field. */
  public HttpResponse with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new HttpResponse(status, more, body);
  }

  /** Returns the HTTP status code. */
  public int status() {
    return status;
  }

  /** Returns the header fields besides those the connection adds itself. */
  public Map<String, String> headers() {
    return Map.copyOf(headers);
  }

  /** Returns a copy of the body. */
  public byte[] body() {
    return body.clone();
  }
}
