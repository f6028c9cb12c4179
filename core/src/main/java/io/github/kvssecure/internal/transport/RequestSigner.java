package io.github.kvssecure.internal.transport;

import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.signing.SigV4;
import io.github.kvssecure.stream.AwsRegion;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Signs request heads with Signature Version 4. Thread-safe. The body of PutMedia has no end that
 * could be known beforehand, so its hash is the literal {@code UNSIGNED-PAYLOAD}, and the header
 * that says so is signed like every other but the hop-by-hop ones.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create
 *     a signed AWS API request</a>
 */
final class RequestSigner {

  /** The service's name in the credential scope, for control and data plane alike. */
  private static final String SERVICE = "kinesisvideo";

  private final Clock clock;

  /**
   * A signer.
   *
   * @param clock dates the signatures
   */
  RequestSigner(Clock clock) {
    this.clock = clock;
  }

  /**
   * The head as it goes over the wire.
   *
   * @param head what to sign
   * @param region the Region of the credential scope
   * @param credentials who signs
   * @return request line, headers and empty line; a secret as long as the signature is fresh
   * @throws IllegalArgumentException if a value cannot stand in a header; names the header only
   */
  byte[] sign(RequestHead head, AwsRegion region, SessionCredentials credentials) {
    Instant now = clock.instant();
    SortedMap<String, String> signed = new TreeMap<>(head.signedHeaders());
    signed.put("x-amz-date", SigV4.timestamp(now));
    signed.put("x-amz-content-sha256", SigV4.UNSIGNED_PAYLOAD);
    credentials.sessionToken().ifPresent(token -> signed.put("x-amz-security-token", token));
    String authorization =
        SigV4.authorization(
            new SigV4.Post(RequestHead.PATH, signed, SigV4.UNSIGNED_PAYLOAD),
            new SigV4.Signer(
                credentials.accessKeyId(),
                credentials.secretAccessKey(),
                now,
                region.id() + "/" + SERVICE));
    StringBuilder text = new StringBuilder(2048);
    text.append("POST ").append(RequestHead.PATH).append(" HTTP/1.1\r\n");
    signed.forEach((name, value) -> append(text, name, value));
    append(text, "authorization", authorization);
    head.hopByHopHeaders().forEach((name, value) -> append(text, name, value));
    return text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Requires credentials that can stand in headers.
   *
   * @throws IllegalArgumentException if they cannot; names the header and not the value
   */
  static void requireHeaderValues(SessionCredentials credentials) {
    RequestHead.requireHeaderValue("authorization", credentials.accessKeyId());
    credentials
        .sessionToken()
        .ifPresent(token -> RequestHead.requireHeaderValue("x-amz-security-token", token));
  }

  private static void append(StringBuilder text, String name, String value) {
    RequestHead.requireHeaderValue(name, value);
    text.append(name).append(": ").append(value).append("\r\n");
  }
}
