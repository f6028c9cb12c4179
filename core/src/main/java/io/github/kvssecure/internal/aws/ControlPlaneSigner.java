package io.github.kvssecure.internal.aws;

import io.github.kvssecure.internal.signing.SigV4;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * Signs calls of the control plane with Signature Version 4. Thread-safe.
 *
 * <p>Security: this replaces the SDK's signer, which writes the canonical request, and with it the
 * session token, to its log at DEBUG. This one logs nothing. It signs what these services are sent,
 * a POST without a query on a plain path, and refuses the rest.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">how
 *     to sign a request</a>
 */
final class ControlPlaneSigner implements HttpSigner<AwsCredentialsIdentity> {

  private final Clock clock;

  /** A signer by the system's clock. */
  ControlPlaneSigner() {
    this(Clock.systemUTC());
  }

  /**
   * A signer.
   *
   * @param clock the present
   */
  ControlPlaneSigner(Clock clock) {
    this.clock = clock;
  }

  @Override
  public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
    requirePlain(request.request());
    // The SDK's clock is the system's, corrected by the skew that it learnt from refusals.
    Instant time =
        clock.equals(Clock.systemUTC())
            ? request.requireProperty(SIGNING_CLOCK, clock).instant()
            : clock.instant();
    AwsCredentialsIdentity identity = request.identity();
    String bodyHash = SigV4.sha256Hex(body(request.payload()));

    SdkHttpRequest.Builder signed = request.request().toBuilder();
    signed.putHeader("Host", authority(request.request()));
    signed.putHeader("X-Amz-Date", SigV4.timestamp(time));
    signed.putHeader("X-Amz-Content-Sha256", bodyHash);
    if (identity instanceof AwsSessionCredentialsIdentity session) {
      signed.putHeader("X-Amz-Security-Token", session.sessionToken());
    }
    signed.putHeader(
        "Authorization",
        SigV4.authorization(
            new SigV4.Post(
                request.request().encodedPath(), signedHeaders(signed.headers()), bodyHash),
            new SigV4.Signer(
                identity.accessKeyId(),
                identity.secretAccessKey(),
                time,
                request.requireProperty(AwsV4HttpSigner.REGION_NAME)
                    + "/"
                    + request.requireProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME))));
    return SignedRequest.builder()
        .request(signed.build())
        .payload(request.payload().orElse(null))
        .build();
  }

  private static void requirePlain(SdkHttpRequest request) {
    if (!request.method().name().equals("POST") || request.encodedQueryParameters().isPresent()) {
      throw new IllegalArgumentException(
          "only a POST without a query is signed, found "
              + request.method()
              + " "
              + request.encodedPath());
    }
  }

  private static String authority(SdkHttpRequest request) {
    return request.port() == 443 ? request.host() : request.host() + ":" + request.port();
  }

  /** Host, content type and everything of AWS: what changes the meaning of a call. */
  private static SortedMap<String, String> signedHeaders(Map<String, List<String>> headers) {
    SortedMap<String, String> signed = new TreeMap<>();
    headers.forEach(
        (name, values) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (lower.equals("host") || lower.equals("content-type") || lower.startsWith("x-amz")) {
            signed.put(lower, String.join(",", values));
          }
        });
    return signed;
  }

  private static byte[] body(Optional<ContentStreamProvider> payload) {
    if (payload.isEmpty()) {
      return new byte[0];
    }
    try (InputStream stream = payload.get().newStream()) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public CompletableFuture<AsyncSignedRequest> signAsync(
      AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
    throw new UnsupportedOperationException("the control plane has synchronous clients only");
  }
}
