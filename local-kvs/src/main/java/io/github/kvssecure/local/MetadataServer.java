package io.github.kvssecure.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The metadata service of an EC2 instance and the credential agent of a container, on the loopback
 * interface and without TLS, as the real ones are. Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html">instance
 *     metadata</a>
 */
public final class MetadataServer implements AutoCloseable {

  private static final String TOKEN_PATH = "/latest/api/token";
  private static final Optional<String> TOKEN = Optional.of("metadata-token");

  /** Six hours, as AWS documents it. */
  private static final int LONGEST_TOKEN_SECONDS = 21_600;

  private final HttpServer server;
  private final boolean versionTwo;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile SessionKeys keys;
  private volatile Optional<String> authorization = Optional.empty();

  private MetadataServer(SessionKeys keys, boolean versionTwo) throws IOException {
    this.keys = keys;
    this.versionTwo = versionTwo;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /**
   * Starts a service of version 2: nothing is told without a token, which is given to a PUT that
   * says for how long it wants it.
   *
   * @param keys credentials of the role {@code camera}
   * @throws IOException if no port is free
   */
  public static MetadataServer giving(SessionKeys keys) throws IOException {
    return new MetadataServer(keys, true);
  }

  /**
   * Starts a service that knows no tokens, so that a careless client falls back to version 1.
   *
   * @param keys credentials of the role {@code camera}
   * @throws IOException if no port is free
   */
  public static MetadataServer ofVersionOne(SessionKeys keys) throws IOException {
    return new MetadataServer(keys, false);
  }

  /** Returns its address; the container's credentials are at {@code /container} below it. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Gives other credentials from now on, as both services do before the old ones end. */
  public void rotateTo(SessionKeys next) {
    keys = next;
  }

  /**
   * Has the agent of the container give nothing without this authorization, as that of EKS Pod
   * Identity does; a new one replaces the old.
   */
  public void requireAuthorization(String token) {
    authorization = Optional.of(token);
  }

  /** Returns the requests so far as method and path. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getPath();
    requests.add(method + " " + path);
    if (path.equals(TOKEN_PATH)) {
      giveToken(exchange, method);
    } else if (!method.equals("GET")) {
      respond(exchange, 405, "");
    } else if (path.equals("/container")) {
      Optional<String> shown = header(exchange, "Authorization");
      boolean admitted = authorization.isEmpty() || authorization.equals(shown);
      respond(exchange, admitted ? 200 : 401, admitted ? credentials() : "");
    } else if (versionTwo && !header(exchange, "X-aws-ec2-metadata-token").equals(TOKEN)) {
      respond(exchange, 401, "");
    } else if (path.endsWith("/camera")) {
      respond(exchange, 200, credentials());
    } else {
      respond(exchange, 200, "camera");
    }
  }

  private void giveToken(HttpExchange exchange, String method) throws IOException {
    if (!versionTwo) {
      respond(exchange, 404, "");
    } else if (!method.equals("PUT")) {
      respond(exchange, 405, "");
    } else if (header(exchange, "X-aws-ec2-metadata-token-ttl-seconds")
        .filter(MetadataServer::isTimeToLive)
        .isEmpty()) {
      respond(exchange, 400, "");
    } else {
      respond(exchange, 200, TOKEN.orElseThrow());
    }
  }

  private static boolean isTimeToLive(String seconds) {
    if (!seconds.matches("[0-9]{1,5}")) {
      return false;
    }
    int value = Integer.parseInt(seconds);
    return value >= 1 && value <= LONGEST_TOKEN_SECONDS;
  }

  private static Optional<String> header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  private String credentials() {
    SessionKeys given = keys;
    return """
        {"Code":"Success","LastUpdated":"2026-01-01T00:00:00Z","Type":"AWS-HMAC",
        "AccessKeyId":"%s","SecretAccessKey":"%s","Token":"%s","Expiration":"%s"}"""
        .formatted(
            given.accessKeyId(), given.secretAccessKey(), given.sessionToken(), given.expiration());
  }

  private static void respond(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
