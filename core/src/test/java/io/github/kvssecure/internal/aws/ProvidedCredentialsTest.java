package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.spi.ControlPlaneException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;

class ProvidedCredentialsTest {

  private final MovableClock clock = new MovableClock();

  @Test
  void sessionCredentials_keepTokenAndEnd() {
    Instant end = clock.instant().plus(Duration.ofHours(1));
    SessionCredentials credentials = resolve(session("token", end));

    assertThat(credentials.accessKeyId()).isEqualTo("ASIAEXAMPLEEXAMPLE01");
    assertThat(credentials.secretAccessKey()).isEqualTo("secret");
    assertThat(credentials.sessionToken()).hasValue("token");
    assertThat(credentials.expiration()).hasValue(end);
  }

  @Test
  void longTermKeys_areGivenAsTheyAreForTheGateToJudge() {
    SessionCredentials credentials =
        resolve(AwsBasicCredentials.create("AKIAEXAMPLEEXAMPLE01", "secret"));

    assertThat(credentials.sessionToken()).isEmpty();
    assertThat(credentials.expiration()).isEmpty();
  }

  @Test
  void provider_isAskedEachTime() {
    int[] asked = {0};
    try (ProvidedCredentials provided =
        new ProvidedCredentials(
            () -> AwsBasicCredentials.create("AKIA" + asked[0]++, "secret"), clock)) {
      assertThat(provided.resolve().accessKeyId()).isEqualTo("AKIA0");
      assertThat(provided.resolve().accessKeyId()).isEqualTo("AKIA1");
    }
  }

  @Test
  void credentialsThatAreOver_areNotGiven() {
    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(() -> resolve(session("token", clock.instant())))
        .satisfies(
            failure -> {
              assertThat(failure.errorCode()).isEqualTo("ExpiredCredentials");
              assertThat(failure.isRetryable()).isTrue();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"SECRET-TOKEN\n", "SECRET TOKEN", "SECRET\rTOKEN", "SECRET\u00e9"})
  void credentialsThatFitNoHeader_areRefusedWithoutShowingThem(String token) {
    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(() -> resolve(session(token, clock.instant().plusSeconds(60))))
        .satisfies(failure -> assertThat(failure).hasMessageNotContaining("SECRET"));
  }

  @Test
  void anonymousProvider_isNoCredentials() {
    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(() -> resolve(AnonymousCredentialsProvider.create().resolveCredentials()))
        .satisfies(
            failure ->
                assertThat(failure.errorCode()).isEqualTo(FailureTranslation.NO_CREDENTIALS));
  }

  @Test
  void providerThatFails_isNoCredentials() {
    AwsCredentialsProvider failing =
        () -> {
          throw SdkClientException.create("nothing found");
        };
    try (ProvidedCredentials provided = new ProvidedCredentials(failing, clock)) {
      assertThatExceptionOfType(ControlPlaneException.class)
          .isThrownBy(provided::resolve)
          .satisfies(
              failure ->
                  assertThat(failure.errorCode()).isEqualTo(FailureTranslation.NO_CREDENTIALS));
    }
  }

  private SessionCredentials resolve(AwsCredentials credentials) {
    try (ProvidedCredentials provided = new ProvidedCredentials(() -> credentials, clock)) {
      return provided.resolve();
    }
  }

  private static AwsCredentials session(String token, Instant end) {
    return AwsSessionCredentials.builder()
        .accessKeyId("ASIAEXAMPLEEXAMPLE01")
        .secretAccessKey("secret")
        .sessionToken(token)
        .expirationTime(end)
        .build();
  }
}
