package io.github.kvssecure.internal.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
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

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final Pattern PLAIN_PATH = Pattern.compile("(/[A-Za-z0-9]*)?");
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Override
  public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
    requirePlain(request.request());
    Clock clock = request.requireProperty(HttpSigner.SIGNING_CLOCK, Clock.systemUTC());
    String timestamp = TIMESTAMP.format(Instant.now(clock));
    String scope =
        String.join(
            "/",
            timestamp.substring(0, 8),
            request.requireProperty(AwsV4HttpSigner.REGION_NAME),
            request.requireProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME),
            "aws4_request");
    AwsCredentialsIdentity signer = request.identity();

    SdkHttpRequest.Builder signed = request.request().toBuilder();
    signed.putHeader("Host", authority(request.request()));
    signed.putHeader("X-Amz-Date", timestamp);
    String bodyHash = hex(sha256(body(request.payload())));
    signed.putHeader("X-Amz-Content-Sha256", bodyHash);
    if (signer instanceof AwsSessionCredentialsIdentity session) {
      signed.putHeader("X-Amz-Security-Token", session.sessionToken());
    }
    SortedMap<String, String> headers = signedHeaders(signed.headers());
    String headerNames = String.join(";", headers.keySet());
    String canonical =
        String.join(
            "\n",
            "POST",
            request.request().encodedPath().isEmpty() ? "/" : request.request().encodedPath(),
            "",
            headers.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                .collect(Collectors.joining()),
            headerNames,
            bodyHash);
    String toSign =
        String.join("\n", ALGORITHM, timestamp, scope, hex(sha256(canonical.getBytes(UTF_8))));
    signed.putHeader(
        "Authorization",
        ALGORITHM
            + " Credential="
            + signer.accessKeyId()
            + "/"
            + scope
            + ", SignedHeaders="
            + headerNames
            + ", Signature="
            + hex(hmac(signingKey(signer.secretAccessKey(), scope), toSign)));
    return SignedRequest.builder()
        .request(signed.build())
        .payload(request.payload().orElse(null))
        .build();
  }

  private static void requirePlain(SdkHttpRequest request) {
    if (!request.method().name().equals("POST")
        || request.encodedQueryParameters().isPresent()
        || !PLAIN_PATH.matcher(request.encodedPath()).matches()) {
      throw new IllegalArgumentException(
          "only a POST on a plain path without a query is signed, found "
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
            signed.put(
                lower,
                values.stream()
                    .map(value -> value.trim().replaceAll(" +", " "))
                    .collect(Collectors.joining(",")));
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

  private static byte[] signingKey(String secret, String scope) {
    byte[] key = ("AWS4" + secret).getBytes(UTF_8);
    for (String part : scope.split("/", -1)) {
      key = hmac(key, part);
    }
    return key;
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has HmacSHA256", e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public CompletableFuture<AsyncSignedRequest> signAsync(
      AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
    throw new UnsupportedOperationException("the control plane has synchronous clients only");
  }
}
