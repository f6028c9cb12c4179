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

/**
 * Small requests to link-local and loopback addresses, which have no TLS: no proxy, no redirect,
 * bounded answers. Immutable; thread-safe. Nothing is logged.
 *
 * @param source who asks, for messages
 */
record MetadataHttp(String source) {

  private static final int TIMEOUT_MILLIS = Math.toIntExact(Duration.ofSeconds(2).toMillis());
  private static final int MAX_BYTES = 64 * 1024;

  /**
   * Sends a request without a body.
   *
   * @param method {@code GET} or {@code PUT}
   * @param address where
   * @param header name and value of headers
   * @return the answer's body
   * @throws ControlPlaneException if there is no answer, or one with a status other than 200
   */
  String send(String method, URI address, Map<String, String> header) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
      connection.setRequestMethod(method);
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      header.forEach(connection::setRequestProperty);
      int status = connection.getResponseCode();
      if (status != 200) {
        throw none("answered " + method + " " + address.getPath() + " with status " + status);
      }
      try (InputStream body = connection.getInputStream()) {
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          throw none("answered with more than " + MAX_BYTES + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw none(
          "cannot be reached at " + address.getHost() + " (" + e.getClass().getSimpleName() + ")");
    }
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
