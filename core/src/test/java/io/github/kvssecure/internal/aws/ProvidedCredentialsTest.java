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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
  private final List<String> told = new CopyOnWriteArrayList<>();
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

  @Test
  @Timeout(60)
  void providerThatHangs_holdsNobodyUpWhileTheLastCredentialsLive() throws Exception {
    Instant end = clock.instant().plus(Duration.ofHours(1));
    CountDownLatch let = new CountDownLatch(1);
    CountDownLatch hangs = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    AwsCredentialsProvider provider =
        () -> {
          if (asked.getAndIncrement() > 0) {
            hangs.countDown();
            await(let);
          }
          return session("token", end);
        };
    ProvidedCredentials.Patience patience =
        new ProvidedCredentials.Patience(Duration.ofMillis(1), Duration.ofSeconds(30));
    try (ProvidedCredentials provided =
        new ProvidedCredentials(provider, terms, () -> {}, patience)) {
      provided.resolve();
      for (int i = 0; i < 50; i++) {
        assertThat(provided.resolve().expiration()).hasValue(end);
      }
      hangs.await();
      assertThat(asked).as("one thread hangs, no more").hasValue(2);
      assertThat(told).containsExactly("renewed", "failed, alive");
    } finally {
      let.countDown();
    }
  }

  @Test
  @Timeout(60)
  void providerThatHangsAtFirst_isAFailureAndGivenTheNextTime() throws Exception {
    Instant end = clock.instant().plus(Duration.ofHours(1));
    CountDownLatch let = new CountDownLatch(1);
    AwsCredentialsProvider provider =
        () -> {
          await(let);
          return session("token", end);
        };
    ProvidedCredentials.Patience patience =
        new ProvidedCredentials.Patience(Duration.ofSeconds(30), Duration.ofMillis(1));
    try (ProvidedCredentials provided =
        new ProvidedCredentials(provider, terms, () -> {}, patience)) {
      assertThatExceptionOfType(ControlPlaneException.class)
          .isThrownBy(provided::resolve)
          .withMessageContaining("has given no answer for PT0.001S")
          .satisfies(failure -> assertThat(failure.isRetryable()).isTrue());
      let.countDown();
      while (!told.contains("renewed")) {
        Thread.onSpinWait();
      }
      assertThat(provided.resolve().expiration()).hasValue(end);
    }
  }

  @Test
  @Timeout(60)
  void threadsThatAskTogether_shareOneCall() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch let = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    SharedCall<Integer> call =
        new SharedCall<>(
            () -> {
              reached.countDown();
              await(let);
              return asked.incrementAndGet();
            });
    FutureTask<Integer> first = new FutureTask<>(() -> call.await(Duration.ofSeconds(30)));
    new Thread(first).start();
    await(reached);
    assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> call.await(Duration.ZERO));
    let.countDown();

    assertThat(first.get()).isEqualTo(1);
    assertThat(call.await(Duration.ofSeconds(30))).as("a call that is over").isEqualTo(2);
  }

  @Test
  @Timeout(60)
  void closing_interruptsAProviderThatHangs() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    AwsCredentialsProvider provider =
        () -> {
          reached.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
          throw SdkClientException.create("interrupted");
        };
    ProvidedCredentials provided = new ProvidedCredentials(provider, terms, () -> {});
    Thread waiting =
        new Thread(
            () ->
                assertThatExceptionOfType(ControlPlaneException.class)
                    .isThrownBy(provided::resolve));
    waiting.start();
    await(reached);

    provided.close();

    await(interrupted);
    waiting.join();
  }

  @Test
  void providerOfAClosedSource_isNoLongerAsked() {
    AtomicInteger asked = new AtomicInteger();
    ProvidedCredentials provided =
        new ProvidedCredentials(
            () -> {
              asked.incrementAndGet();
              return AwsBasicCredentials.create("AKIAEXAMPLEEXAMPLE01", "secret");
            },
            terms,
            () -> {});
    provided.resolve();

    provided.close();

    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(provided::resolve)
        .withMessageContaining("closed")
        .satisfies(refusal -> assertThat(refusal.isRetryable()).isFalse());
    assertThat(asked).hasValue(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("nothing came");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
