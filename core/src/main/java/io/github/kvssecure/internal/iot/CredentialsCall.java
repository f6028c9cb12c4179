package io.github.kvssecure.internal.iot;

import io.github.kvssecure.identity.CredentialSource.IotCertificate;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.transport.ClientCertificate;
import io.github.kvssecure.internal.transport.FlatJson;
import io.github.kvssecure.internal.transport.HttpDate;
import io.github.kvssecure.internal.transport.HttpsException;
import io.github.kvssecure.internal.transport.HttpsExchange;
import io.github.kvssecure.internal.transport.HttpsLimits;
import io.github.kvssecure.internal.transport.HttpsRequest;
import io.github.kvssecure.internal.transport.HttpsResponse;
import io.github.kvssecure.internal.transport.MalformedResponseException;
import io.github.kvssecure.internal.transport.TransportSettings;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks the AWS IoT credentials provider once. Thread-safe. Key and certificate are read anew, and
 * every call has a TLS session of its own, so that the provider always asks for the certificate.
 *
 * <p>Security: a response body is read and overwritten, and never becomes part of a message.
 *
 * @see <a href="https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html">
 *     the credentials provider of AWS IoT</a>
 */
final class CredentialsCall {

  /** What may stand in a header. */
  private static final Pattern HEADER_SAFE = Pattern.compile("[!-~]+");

  /** A refusal by the provider, told apart. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final ProviderRefusal refusal;

    RefusedException(ProviderRefusal refusal, String message) {
      super(message);
      this.refusal = refusal;
    }

    ProviderRefusal refusal() {
      return refusal;
    }
  }

  private final IotCertificate source;
  private final DeviceSurroundings surroundings;
  private final DeviceGuard guard;

  CredentialsCall(IotCertificate source, DeviceSurroundings surroundings, DeviceGuard guard) {
    this.source = source;
    this.surroundings = surroundings;
    this.guard = guard;
  }

  /**
   * Asks.
   *
   * @return what the provider gave, judged
   * @throws RefusedException if it refuses the device
   * @throws ControlPlaneException if there is no usable answer
   * @throws io.github.kvssecure.policy.PolicyViolationException if the policy refuses the key, the
   *     connection or the credentials
   */
  SessionCredentials ask() throws RefusedException {
    LoadedKey key = admittedKey();
    ClientCertificate shown = new ClientCertificate(key.privateKey(), key.chain());
    TransportSettings transport = surroundings.transport();
    HttpsExchange exchange =
        new HttpsExchange(
            transport.withTrust(transport.trust().presenting(shown)), HttpsLimits.defaults());
    HttpsResponse response;
    try {
      response = exchange.send(request(), evidence -> guard.verify(evidence, shown.wasAsked()));
    } catch (HttpsException e) {
      throw unanswered(e);
    }
    Optional<Instant> date = response.header("date").flatMap(HttpDate::parse);
    try {
      guard.answered(response.status(), date);
      if (response.status() != 200) {
        throw refused(response);
      }
      SessionCredentials credentials = credentials(response);
      guard.verify(credentials, date.orElse(surroundings.clock().instant()));
      return credentials;
    } finally {
      response.wipe();
    }
  }

  private LoadedKey admittedKey() {
    LoadedKey key;
    try {
      key = guard.admittedKey();
    } catch (IngestConfigurationException e) {
      throw new ControlPlaneException("DeviceKeyUnusable", false, String.valueOf(e.getMessage()));
    }
    Instant end = key.certificate().getNotAfter().toInstant();
    if (!surroundings.clock().instant().isBefore(end)) {
      throw new ControlPlaneException(
          "DeviceCertificateExpired",
          false,
          what() + ": the certificate ended at " + end + "; replace it, and check the clock");
    }
    return key;
  }

  private HttpsRequest request() {
    // A role alias has no character that a path must not have (RFC 3986, 3.3).
    URI uri = source.endpoint().uri().resolve("/role-aliases/" + source.alias() + "/credentials");
    return HttpsRequest.get(uri).with("x-amzn-iot-thingname", source.device().thing().value());
  }

  private ControlPlaneException unanswered(HttpsException e) throws RefusedException {
    if (e.isCertificateRefused()) {
      throw new RefusedException(
          ProviderRefusal.CERTIFICATE_REFUSED,
          what() + ": TLS was ended; " + ProviderRefusal.CERTIFICATE_REFUSED.remedy());
    }
    Failure failure = e.failure();
    if (failure == Failure.PEER_NAME
        || failure == Failure.PEER_UNTRUSTED
        || failure == Failure.PROXY_UNPROVEN
        || failure == Failure.TLS_NEGOTIATION) {
      guard.handshakeFailed(failure, String.valueOf(e.getMessage()));
    }
    return failure == Failure.ABORTED
        ? ControlPlaneException.interrupted("the call for " + what() + " was ")
        : new ControlPlaneException("NoAnswer", e.isRetryable(), what() + ": " + e.getMessage());
  }

  private RefusedException refused(HttpsResponse response) {
    ProviderRefusal refusal = ProviderRefusal.of(response);
    return new RefusedException(
        refusal,
        what()
            + ": HTTP "
            + response.status()
            + response.errorType().map(type -> " " + type).orElse("")
            + response.requestId().map(id -> ", request id " + id).orElse("")
            + "; "
            + refusal.remedy());
  }

  private SessionCredentials credentials(HttpsResponse response) {
    try {
      Map<String, FlatJson.Value> members = FlatJson.parseInner(response.body(), "credentials");
      return SessionCredentials.of(
          text(members.get("accessKeyId")),
          text(members.get("secretAccessKey")),
          Optional.of(text(members.get("sessionToken"))),
          Optional.of(Instant.parse(text(members.get("expiration")))));
    } catch (MalformedResponseException | DateTimeException e) {
      throw new ControlPlaneException(
          "MalformedAnswer",
          false,
          what()
              + " was answered with something other than credentials; look for a proxy or portal"
              + " that answers in place of AWS IoT");
    }
  }

  private static String text(FlatJson.@Nullable Value value) throws MalformedResponseException {
    if (value == null
        || value.kind() != FlatJson.Kind.STRING
        || !HEADER_SAFE.matcher(value.text()).matches()) {
      throw new MalformedResponseException("a member is missing or is no plain text");
    }
    return value.text();
  }

  private String what() {
    return "credentials of device " + source.device().thing() + " from " + source.endpoint();
  }
}
