package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kvssecure.fake.MovableClock;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

class ControlPlaneSignerTest {

  private static final AwsCredentialsIdentity LONG_TERM =
      AwsCredentialsIdentity.create("AKIAEXAMPLEEXAMPLE01", "secret/+=");
  private static final AwsCredentialsIdentity SESSION =
      AwsSessionCredentialsIdentity.create("ASIAEXAMPLEEXAMPLE01", "secret/+=", "token/+==");

  private final ControlPlaneSigner signer = new ControlPlaneSigner();
  private final Clock clock = new MovableClock(Instant.parse("2026-01-01T00:00:00Z"));

  static Stream<Consumer<SdkHttpRequest.Builder>> requests() {
    return Stream.of(
        request ->
            request.uri(
                URI.create("https://kinesisvideo.eu-central-1.amazonaws.com/describeStream")),
        request -> request.uri(URI.create("https://localhost:8443/createStream")),
        request -> request.uri(URI.create("https://sts.eu-central-1.amazonaws.com")),
        request ->
            request
                .uri(URI.create("https://kms.eu-central-1.amazonaws.com/"))
                .putHeader("X-Amz-Target", "TrentService.DescribeKey")
                .putHeader("Content-Type", "application/x-amz-json-1.1"),
        request ->
            request
                .uri(URI.create("https://sts.eu-central-1.amazonaws.com/"))
                .putHeader("Content-Type", "application/x-www-form-urlencoded;  charset=UTF-8"));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void signature_isTheOneTheSdkMakes(Consumer<SdkHttpRequest.Builder> request) {
    for (AwsCredentialsIdentity identity : new AwsCredentialsIdentity[] {LONG_TERM, SESSION}) {
      SignedRequest ours = signer.sign(sign(request, identity, "{\"StreamName\":\"door\"}"));
      SignedRequest theirs =
          AwsV4HttpSigner.create().sign(sign(request, identity, "{\"StreamName\":\"door\"}"));

      assertThat(authorization(ours)).isEqualTo(authorization(theirs));
      assertThat(ours.request().headers()).isEqualTo(theirs.request().headers());
    }
  }

  @Test
  void sessionToken_isSentAndSigned() {
    SdkHttpRequest signed =
        signer
            .sign(sign(request -> request.uri(URI.create("https://localhost/")), SESSION, ""))
            .request();

    assertThat(signed.firstMatchingHeader("X-Amz-Security-Token")).hasValue("token/+==");
    assertThat(signed.firstMatchingHeader("Authorization").orElseThrow())
        .contains("x-amz-security-token");
  }

  @Test
  void anythingButAPlainPost_isRefused() {
    assertRefused(request -> request.method(SdkHttpMethod.GET));
    assertRefused(request -> request.putRawQueryParameter("Action", "AssumeRole"));
    assertRefused(request -> request.encodedPath("/a/../b"));
  }

  private void assertRefused(Consumer<SdkHttpRequest.Builder> change) {
    Consumer<SdkHttpRequest.Builder> request =
        builder -> builder.uri(URI.create("https://localhost/"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> signer.sign(sign(request.andThen(change), SESSION, "")));
  }

  private SignRequest<AwsCredentialsIdentity> sign(
      Consumer<SdkHttpRequest.Builder> request, AwsCredentialsIdentity identity, String body) {
    SdkHttpRequest.Builder builder = SdkHttpRequest.builder().method(SdkHttpMethod.POST);
    request.accept(builder);
    return SignRequest.builder(identity)
        .request(builder.build())
        .payload(ContentStreamProvider.fromUtf8String(body))
        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "kinesisvideo")
        .putProperty(HttpSigner.SIGNING_CLOCK, clock)
        .build();
  }

  private static String authorization(SignedRequest signed) {
    return signed.request().firstMatchingHeader("Authorization").orElseThrow();
  }
}
