package io.github.kvssecure.internal.transport;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One request of {@link HttpsExchange}. Immutable; {@link #toString} shows neither header values
 * nor the body.
 */
public final class HttpsRequest {

  private static final int HTTPS_PORT = 443;

  /** What the exchange says itself: a second one would be a request smuggled into the first. */
  private static final Set<String> RESERVED =
      Set.of("host", "content-length", "transfer-encoding", "connection", "user-agent", "expect");

  private final String method;
  private final URI uri;
  private final Map<String, String> headers;
  private final byte[] body;

  private HttpsRequest(String method, URI uri, Map<String, String> headers, byte[] body) {
    this.method = method;
    this.uri = requireHttps(uri);
    this.headers = Collections.unmodifiableMap(headers);
    this.body = body;
  }

  /**
   * A GET.
   *
   * @param uri {@code https://NAME[:PORT]/PATH[?QUERY]}
   * @return the request
   * @throws IllegalArgumentException if the URI is not https, names its host by an address, or has
   *     a user or fragment
   */
  public static HttpsRequest get(URI uri) {
    return new HttpsRequest("GET", uri, Map.of(), new byte[0]);
  }

  /**
   * A POST.
   *
   * @param uri {@code https://NAME[:PORT]/PATH[?QUERY]}
   * @param contentType of the body
   * @param body copied
   * @return the request
   * @throws IllegalArgumentException if the URI is not https, names its host by an address, or has
   *     a user or fragment
   */
  public static HttpsRequest post(URI uri, String contentType, byte[] body) {
    return new HttpsRequest("POST", uri, Map.of(), body.clone()).with("content-type", contentType);
  }

  /**
   * The same with one header more.
   *
   * @param name a token; not one that the exchange sets itself, and not set yet
   * @param value printable ASCII, not empty
   * @return a new request
   * @throws IllegalArgumentException if name or value cannot stand in a request; names the header
   *     and not the value
   */
  public HttpsRequest with(String name, String value) {
    String key = name.toLowerCase(Locale.ROOT);
    if (key.isEmpty()
        || !key.chars().allMatch(StatusLine::isTokenCharacter)
        || RESERVED.contains(key)
        || headers.containsKey(key)) {
      throw new IllegalArgumentException(
          "request header '" + name.replaceAll("[^ -~]", "?") + "' is no free header name");
    }
    RequestHead.requireHeaderValue(key, value);
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(key, value);
    return new HttpsRequest(method, uri, all, body);
  }

  /** The name the peer must prove. */
  String host() {
    return uri.getHost();
  }

  /** The port, 443 unless given. */
  int port() {
    return uri.getPort() == -1 ? HTTPS_PORT : uri.getPort();
  }

  /** Head and body as they go over the wire. */
  ByteBuffer encoded(String userAgent) {
    StringBuilder head = new StringBuilder(512);
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    head.append(method).append(' ').append(path);
    if (uri.getRawQuery() != null) {
      head.append('?').append(uri.getRawQuery());
    }
    head.append(" HTTP/1.1\r\n");
    append(head, "host", port() == HTTPS_PORT ? host() : host() + ":" + port());
    append(head, "user-agent", userAgent);
    append(head, "connection", "close");
    headers.forEach((name, value) -> append(head, name, value));
    if (!method.equals("GET")) {
      append(head, "content-length", Integer.toString(body.length));
    }
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(start.length + body.length).put(start).put(body).flip();
  }

  private static void append(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private static URI requireHttps(URI uri) {
    if (!"https".equalsIgnoreCase(uri.getScheme())
        || uri.getHost() == null
        || !RequestHead.isProvable(uri.getHost())
        || uri.getRawUserInfo() != null
        || uri.getRawFragment() != null
        || !uri.toString().chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new IllegalArgumentException(
          "a call must go to https://NAME or https://NAME:PORT, with a path and query in ASCII,"
              + " without user and fragment, and to a DNS name without a dot at its end: the"
              + " peer proves a name");
    }
    return uri;
  }

  @Override
  public String toString() {
    return method + " https://" + host() + ":" + port() + uri.getRawPath();
  }
}
