package io.github.kvssecure.internal.aws;

import io.github.kvssecure.internal.transport.HttpDate;
import io.github.kvssecure.internal.transport.HttpsException;
import io.github.kvssecure.internal.transport.HttpsExchange;
import io.github.kvssecure.internal.transport.HttpsLimits;
import io.github.kvssecure.internal.transport.HttpsRequest;
import io.github.kvssecure.internal.transport.HttpsResponse;
import io.github.kvssecure.internal.transport.TransportSettings;
import io.github.kvssecure.spi.UploadException.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Carries the SDK's calls over the TLS of uploads: the same versions, suites, trust and second look
 * at the peer's name, and nothing logged. Thread-safe; every attempt has a connection of its own,
 * so there is nothing to close.
 *
 * <p>Security: the SDK's own clients use the JDK's or another library's TLS with its defaults, can
 * be told by system properties to trust or log more, and follow redirects. This one cannot.
 */
public final class ControlPlaneHttp implements SdkHttpClient {

  /** No answer that this library asks for is nearly as long. */
  private static final int MAX_BODY_BYTES = 1024 * 1024;

  /** What {@link HttpsExchange} says itself. */
  private static final Set<String> SAID_BY_EXCHANGE =
      Set.of("host", "content-length", "content-type", "user-agent", "connection", "expect");

  private static final Set<Failure> REFUSALS =
      EnumSet.of(
          Failure.PEER_NAME,
          Failure.PEER_UNTRUSTED,
          Failure.PROXY_UNPROVEN,
          Failure.TLS_NEGOTIATION);

  private final HttpsExchange exchange;
  private final ConnectionWatch watch;

  /**
   * A client.
   *
   * @param settings trust, versions and suites, resolver, timeouts
   * @param attempt how long one attempt may take
   * @param watch told of every connection
   */
  public ControlPlaneHttp(TransportSettings settings, Duration attempt, ConnectionWatch watch) {
    this.exchange = new HttpsExchange(settings, new HttpsLimits(attempt, MAX_BODY_BYTES));
    this.watch = Objects.requireNonNull(watch, "watch");
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return send(request);
      }

      @Override
      public void abort() {
        // Whoever aborts also interrupts the calling thread, and the exchange heeds that.
      }
    };
  }

  private HttpExecuteResponse send(HttpExecuteRequest call) throws IOException {
    SdkHttpRequest request = call.httpRequest();
    String host = request.host();
    HttpsResponse response;
    try {
      response = exchange.send(translated(request, body(call)), watch::connected);
    } catch (HttpsException e) {
      if (REFUSALS.contains(e.failure())) {
        watch.refused(host, e.failure(), String.valueOf(e.getMessage()));
      }
      throw e;
    }
    watch.answered(host, response.status());
    response.header("date").flatMap(HttpDate::parse).ifPresent(theirs -> watch.dated(host, theirs));
    return HttpExecuteResponse.builder()
        .response(
            SdkHttpResponse.builder()
                .statusCode(response.status())
                .headers(response.headers())
                .build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(response.body())))
        .build();
  }

  private static HttpsRequest translated(SdkHttpRequest request, byte[] body) {
    HttpsRequest translated =
        request.method() == SdkHttpMethod.GET
            ? HttpsRequest.get(request.getUri())
            : HttpsRequest.post(
                request.getUri(),
                request.firstMatchingHeader("Content-Type").orElse("application/octet-stream"),
                body);
    for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!SAID_BY_EXCHANGE.contains(name) && !header.getValue().isEmpty()) {
        translated = translated.with(name, String.join(",", header.getValue()));
      }
    }
    return translated;
  }

  private static byte[] body(HttpExecuteRequest call) throws IOException {
    ContentStreamProvider content = call.contentStreamProvider().orElse(null);
    if (content == null) {
      return new byte[0];
    }
    try (InputStream stream = content.newStream()) {
      return stream.readAllBytes();
    }
  }

  @Override
  public String clientName() {
    return "KvsSecureHttps";
  }

  @Override
  public void close() {
    // Every attempt closes its own connection.
  }
}
