package io.github.kvssecure.internal.transport;

import io.github.kvssecure.spi.UploadRequest;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The head of a PutMedia request before it is signed. Immutable; {@link #toString} shows no header
 * value.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/API_dataplane_PutMedia.html">PutMedia</a>
 */
final class RequestHead {

  /** The path of PutMedia at the data endpoint. */
  static final String PATH = "/putMedia";

  private static final int HTTPS_PORT = 443;

  private final URI endpoint;
  private final Map<String, String> signed;
  private final Map<String, String> hopByHop;

  private RequestHead(URI endpoint, Map<String, String> signed, Map<String, String> hopByHop) {
    this.endpoint = endpoint;
    this.signed = Collections.unmodifiableMap(signed);
    this.hopByHop = Collections.unmodifiableMap(hopByHop);
  }

  /**
   * The head of this upload.
   *
   * @param request where to and of which stream
   * @param userAgent what this client calls itself
   * @return the head
   * @throws IllegalArgumentException if the endpoint is not {@code https://host[:port]} alone, the
   *     start lies before 1970, or a value cannot stand in a header
   */
  static RequestHead of(UploadRequest request, String userAgent) {
    URI endpoint = requireBareHttps(request.target().dataEndpoint());
    Map<String, String> signed = new LinkedHashMap<>();
    signed.put("host", authority(endpoint));
    signed.put("x-amzn-stream-arn", request.stream().value());
    signed.put("x-amzn-fragment-timecode-type", "ABSOLUTE");
    signed.put("x-amzn-producer-start-timestamp", epochSeconds(request.producerStart()));
    // Not in the API reference, but sent by the official C producers.
    signed.put("x-amzn-fragment-acknowledgment-required", "1");
    // Proxies may rewrite these: never signed.
    Map<String, String> hopByHop = new LinkedHashMap<>();
    hopByHop.put("transfer-encoding", "chunked");
    hopByHop.put("connection", "keep-alive");
    hopByHop.put("user-agent", userAgent);
    signed.forEach(RequestHead::requireHeaderValue);
    hopByHop.forEach(RequestHead::requireHeaderValue);
    return new RequestHead(endpoint, signed, hopByHop);
  }

  /**
   * The endpoint's host.
   *
   * @return a name, never null or empty
   */
  String host() {
    return Optional.ofNullable(endpoint.getHost()).orElseThrow();
  }

  /**
   * The endpoint's port.
   *
   * @return as given, or 443
   */
  int port() {
    return endpoint.getPort() == -1 ? HTTPS_PORT : endpoint.getPort();
  }

  /** The headers that take part in the signature, in order, names in lower case. */
  Map<String, String> signedHeaders() {
    return signed;
  }

  /** The headers that do not take part in the signature, in order, names in lower case. */
  Map<String, String> hopByHopHeaders() {
    return hopByHop;
  }

  /**
   * A moment as seconds with exactly three decimals, in ASCII digits and with a dot whatever the
   * locale.
   *
   * @throws IllegalArgumentException if it lies before 1970
   */
  static String epochSeconds(Instant moment) {
    long millis = moment.toEpochMilli();
    if (millis < 0) {
      throw new IllegalArgumentException("producer start must not lie before 1970");
    }
    String fraction = Long.toString(1000 + millis % 1000).substring(1);
    return millis / 1000 + "." + fraction;
  }

  /**
   * Requires a value that cannot end its header: printable ASCII and not empty.
   *
   * @throws IllegalArgumentException if it is not; names the header and not the value
   */
  static void requireHeaderValue(String name, String value) {
    if (value.isEmpty() || !value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new IllegalArgumentException(
          "the value for request header " + name + " must be printable ASCII and not empty");
    }
  }

  private static URI requireBareHttps(URI endpoint) {
    String path = endpoint.getRawPath();
    if (!"https".equalsIgnoreCase(endpoint.getScheme())
        || endpoint.getHost() == null
        || endpoint.getRawUserInfo() != null
        || endpoint.getRawQuery() != null
        || endpoint.getRawFragment() != null
        || !(path == null || path.isEmpty() || path.equals("/"))) {
      throw new IllegalArgumentException(
          "data endpoint must be https://HOST or https://HOST:PORT, without user, path or query");
    }
    if (!isProvable(endpoint.getHost())) {
      throw new IllegalArgumentException(
          "data endpoint must name its host by a DNS name, not by an address, and without a dot at"
              + " its end: the peer proves a name");
    }
    return endpoint;
  }

  /** Whether a certificate can name this host: a DNS name, as TLS writes it (RFC 6066, 3). */
  static boolean isProvable(String host) {
    return !host.matches("\\[.*|[0-9.]+|.*\\.");
  }

  private static String authority(URI endpoint) {
    int port = endpoint.getPort();
    return port == -1 || port == HTTPS_PORT ? endpoint.getHost() : endpoint.getHost() + ":" + port;
  }

  @Override
  public String toString() {
    return "POST " + PATH + " to " + host() + ":" + port();
  }
}
