package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.transport.FlatJson;
import io.github.kvssecure.internal.transport.HttpsLimits;
import io.github.kvssecure.internal.transport.HttpsResponse;
import io.github.kvssecure.internal.transport.MalformedResponseException;
import io.github.kvssecure.internal.transport.NearbyExchange;
import io.github.kvssecure.spi.ControlPlaneException;
import java.io.IOException;
import java.net.SocketTimeoutException;
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
 * bounded answers, and an end to every call. Immutable; thread-safe. Nothing is logged.
 *
 * @param source who asks, for messages
 * @param limits of a call as a whole, whatever trickles in meanwhile, and of its answer
 */
record MetadataHttp(String source, HttpsLimits limits) {

  private static final HttpsLimits LIMITS = new HttpsLimits(Duration.ofSeconds(5), 64 * 1024);

  /**
   * Calls that take five seconds at most.
   *
   * @param source who asks, for messages
   */
  MetadataHttp(String source) {
    this(source, LIMITS);
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
    HttpsResponse response;
    try {
      response = new NearbyExchange(limits).send(method, address, header);
    } catch (SocketTimeoutException e) {
      throw none("did not answer within " + limits.wholeCall());
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw ControlPlaneException.interrupted(source + ": ");
      }
      throw unreachable(address, e);
    }
    try {
      if (response.status() != 200) {
        throw none(
            "answered " + method + " " + address.getPath() + " with status " + response.status());
      }
      return new String(response.body(), StandardCharsets.UTF_8);
    } finally {
      response.wipe();
    }
  }

  private ControlPlaneException unreachable(URI address, IOException cause) {
    return none(
        "cannot be reached at "
            + address.getHost()
            + " ("
            + cause.getClass().getSimpleName()
            + ")");
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
