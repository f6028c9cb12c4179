package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.MovableClock;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.renewal.RenewalListener;
import io.github.kvssecure.internal.renewal.RenewalTerms;
import io.github.kvssecure.spi.ControlPlaneException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
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

  private final MovableClock clock = new MovableClock(Camera.NOW);
  private final List<String> told = new ArrayList<>();
  private final RenewalTerms terms =
      RenewalTerms.of(
          clock,
          RandomGenerator.getDefault(),
          new RenewalListener() {
            @Override
            public void renewed(String source, Instant end) {
              told.add("renewed");
            }

            @Override
            public void failed(String source, String cause, Optional<Instant> aliveUntil) {
              told.add(aliveUntil.isPresent() ? "failed, alive" : "failed");
            }
          });

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
            () -> AwsBasicCredentials.create("AKIA" + asked[0]++, "secret"), terms, () -> {})) {
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
    try (ProvidedCredentials provided = new ProvidedCredentials(failing, terms, () -> {})) {
      assertThatExceptionOfType(ControlPlaneException.class)
          .isThrownBy(provided::resolve)
          .satisfies(
              failure ->
                  assertThat(failure.errorCode()).isEqualTo(FailureTranslation.NO_CREDENTIALS));
    }
  }

  @Test
  void lastCredentials_areKeptWhileTheyLiveAndTheFailureIsToldOnce() {
    Instant end = clock.instant().plus(Duration.ofHours(1));
    boolean[] failing = {false};
    AwsCredentialsProvider provider =
        () -> {
          if (failing[0]) {
            throw SdkClientException.create("nothing found");
          }
          return session("token", end);
        };
    try (ProvidedCredentials provided = new ProvidedCredentials(provider, terms, () -> {})) {
      provided.resolve();
      failing[0] = true;
      clock.advance(Duration.ofMinutes(30));
      assertThat(provided.resolve().expiration()).hasValue(end);
      assertThat(provided.resolve().expiration()).hasValue(end);
      assertThat(told).containsExactly("renewed", "failed, alive");

      clock.advance(Duration.ofMinutes(30));
      assertThatExceptionOfType(ControlPlaneException.class).isThrownBy(provided::resolve);
    }
  }

  private SessionCredentials resolve(AwsCredentials credentials) {
    try (ProvidedCredentials provided =
        new ProvidedCredentials(() -> credentials, terms, () -> {})) {
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
