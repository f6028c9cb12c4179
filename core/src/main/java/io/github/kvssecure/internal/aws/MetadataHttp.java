package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.transport.FlatJson;
import io.github.kvssecure.internal.transport.MalformedResponseException;
import io.github.kvssecure.spi.ControlPlaneException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Small requests to link-local and loopback addresses, which have no TLS: no proxy, no redirect,
 * bounded answers, and an end to every call. Immutable; thread-safe. Nothing is logged.
 *
 * @param source who asks, for messages
 * @param deadline how long a call may take as a whole, whatever trickles in meanwhile
 */
record MetadataHttp(String source, Duration deadline) {

  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private static final int TIMEOUT_MILLIS = Math.toIntExact(Duration.ofSeconds(2).toMillis());
  private static final int MAX_BYTES = 64 * 1024;

  /**
   * Calls that take five seconds at most.
   *
   * @param source who asks, for messages
   */
  MetadataHttp(String source) {
    this(source, DEADLINE);
  }

  /**
   * Sends a request without a body.
   *
   * @param method {@code GET} or {@code PUT}
   * @param address where
   * @param header name and value of headers
   * @return the answer's body
   * @throws ControlPlaneException if there is no answer in time, or one with a status other than
   *     200
   */
  String send(String method, URI address, Map<String, String> header) {
    HttpURLConnection connection;
    try {
      connection = (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
      connection.setRequestMethod(method);
    } catch (IOException e) {
      throw unreachable(address, e);
    }
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    header.forEach(connection::setRequestProperty);
    // The timeouts above begin anew with every byte; a thread of its own can be left behind.
    FutureTask<String> call = new FutureTask<>(() -> answer(connection));
    Thread thread = new Thread(call, "kvs-metadata");
    thread.setDaemon(true);
    thread.start();
    try {
      return call.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw none("did not answer within " + deadline);
    } catch (InterruptedException e) {
      throw ControlPlaneException.interrupted(source + ": ");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ControlPlaneException refusal) {
        throw refusal;
      }
      throw unreachable(address, e.getCause());
    } finally {
      connection.disconnect();
    }
  }

  private String answer(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status != 200) {
      throw none(
          "answered "
              + connection.getRequestMethod()
              + " "
              + connection.getURL().getPath()
              + " with status "
              + status);
    }
    try (InputStream body = connection.getInputStream()) {
      byte[] bytes = body.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw none("answered with more than " + MAX_BYTES + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private ControlPlaneException unreachable(URI address, @Nullable Throwable cause) {
    String how = cause == null ? "unknown" : cause.getClass().getSimpleName();
    return none("cannot be reached at " + address.getHost() + " (" + how + ")");
  }

  /**
   * Reads credentials, which both services write alike.
   *
   * @param document JSON
   * @return the credentials
   * @throws ControlPlaneException if one of key, secret, token and end is missing
   */
  SessionCredentials read(String document) {
    try {
      Map<String, FlatJson.Value> members =
          FlatJson.parse(ByteBuffer.wrap(document.strip().getBytes(StandardCharsets.UTF_8)));
      return SessionCredentials.of(
          text(members, "AccessKeyId"),
          text(members, "SecretAccessKey"),
          Optional.of(text(members, "Token")),
          Optional.of(Instant.parse(text(members, "Expiration"))));
    } catch (MalformedResponseException | DateTimeException e) {
      throw none("answered with something that is no credentials");
    }
  }

  private String text(Map<String, FlatJson.Value> members, String name) {
    return Optional.ofNullable(members.get(name))
        .filter(value -> value.kind() == FlatJson.Kind.STRING)
        .map(FlatJson.Value::text)
        .filter(text -> text.matches("[!-~]+"))
        .orElseThrow(() -> none("answered without " + name));
  }

  ControlPlaneException none(String found) {
    return new ControlPlaneException(
        FailureTranslation.NO_CREDENTIALS,
        true,
        source + " " + found + "; see that a role is attached, and that this process may reach it");
  }
}
