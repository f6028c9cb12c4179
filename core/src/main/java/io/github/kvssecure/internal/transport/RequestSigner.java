package io.github.kvssecure.internal.transport;

import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.stream.AwsRegion;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

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

  private static final String PAYLOAD_HASH_HEADER = "x-amz-content-sha256";

  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
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
   * @throws IllegalStateException if the signer left out a header that must be signed
   */
  byte[] sign(RequestHead head, AwsRegion region, SessionCredentials credentials) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .protocol("https")
            .host(head.host())
            .port(head.port())
            .encodedPath(RequestHead.PATH);
    head.signedHeaders().forEach(request::putHeader);
    Map<String, List<String>> signed =
        signer
            .sign(
                sign ->
                    sign.identity(identity(credentials))
                        .request(request.build())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region.id())
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, false)
                        .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, clock))
            .request()
            .headers();
    return wireForm(signed, head.hopByHopHeaders());
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

  private static byte[] wireForm(Map<String, List<String>> signed, Map<String, String> hopByHop) {
    StringBuilder text = new StringBuilder(2048);
    text.append("POST ").append(RequestHead.PATH).append(" HTTP/1.1\r\n");
    boolean payloadHashSeen = false;
    for (Map.Entry<String, List<String>> header : signed.entrySet()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      payloadHashSeen |= name.equals(PAYLOAD_HASH_HEADER);
      for (String value : header.getValue()) {
        append(text, name, value);
      }
    }
    if (!payloadHashSeen) {
      throw new IllegalStateException("the signer left out " + PAYLOAD_HASH_HEADER);
    }
    hopByHop.forEach((name, value) -> append(text, name, value));
    return text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void append(StringBuilder text, String name, String value) {
    RequestHead.requireHeaderValue(name, value);
    text.append(name).append(": ").append(value).append("\r\n");
  }

  private static AwsCredentialsIdentity identity(SessionCredentials credentials) {
    return credentials
        .sessionToken()
        .<AwsCredentialsIdentity>map(
            token ->
                AwsSessionCredentialsIdentity.create(
                    credentials.accessKeyId(), credentials.secretAccessKey(), token))
        .orElseGet(
            () ->
                AwsCredentialsIdentity.create(
                    credentials.accessKeyId(), credentials.secretAccessKey()));
  }
}
