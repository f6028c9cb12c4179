package io.github.kvssecure.internal.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.kvssecure.local.SessionKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The instance metadata service and the container agent on the loopback interface. Serves version 2
 * unless told to be an old one.
 */
final class MetadataServer implements AutoCloseable {

  private static final String TOKEN = "metadata-token";

  private final HttpServer server;
  private final SessionKeys keys;
  private final boolean versionTwo;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private MetadataServer(SessionKeys keys, boolean versionTwo) throws IOException {
    this.keys = keys;
    this.versionTwo = versionTwo;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  static MetadataServer giving(SessionKeys keys) throws IOException {
    return new MetadataServer(keys, true);
  }

  /** One that knows no tokens, so that a careless client falls back to version 1. */
  static MetadataServer ofVersionOne(SessionKeys keys) throws IOException {
    return new MetadataServer(keys, false);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Requests as method and path. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(exchange.getRequestMethod() + " " + path);
    boolean authorised =
        !versionTwo
            || TOKEN.equals(exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token"));
    if (path.equals("/latest/api/token")) {
      respond(exchange, versionTwo ? 200 : 404, TOKEN);
    } else if (path.equals("/container")) {
      respond(exchange, 200, credentials());
    } else if (!authorised) {
      respond(exchange, 401, "");
    } else if (path.endsWith("/camera")) {
      respond(exchange, 200, credentials());
    } else {
      respond(exchange, 200, "camera");
    }
  }

  private String credentials() {
    return """
        {"Code":"Success","LastUpdated":"2026-01-01T00:00:00Z","Type":"AWS-HMAC",
        "AccessKeyId":"%s","SecretAccessKey":"%s","Token":"%s","Expiration":"%s"}"""
        .formatted(
            keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken(), keys.expiration());
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
