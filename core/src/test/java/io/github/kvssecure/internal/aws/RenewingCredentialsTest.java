package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.stubbing.Answer;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;

class RenewingCredentialsTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final MovableClock clock = new MovableClock();
  private final StsClient sts = mock(StsClient.class);
  private final SessionCredentialsProvider base = mock(SessionCredentialsProvider.class);
  private final List<String> told = new ArrayList<>();
  private final RenewalListener listener =
      new RenewalListener() {
        @Override
        public void renewed(String source, Instant end) {
          told.add("renewed until " + end);
        }

        @Override
        public void failed(String source, String cause, Optional<Instant> aliveUntil) {
          told.add("failed, alive until " + aliveUntil.map(Instant::toString).orElse("never"));
        }
      };
  private final CredentialSource.AssumedRole source =
      CredentialSource.assumeRole(
          RoleArn.of("arn:aws:iam::123456789012:role/camera"),
          "door",
          CredentialSource.of(AnonymousCredentialsProvider.create()));
  private final RenewingCredentials role =
      new RenewingCredentials(
          source.role().value(),
          new AssumeRoleIssuer(source, Optional.empty(), base, sts),
          new RenewingCredentials.Terms(clock, new RenewalSchedule(new NoJitter()), listener));
  private int sessions;

  /** Draws the least jitter. */
  private static final class NoJitter implements RandomGenerator {
    @Override
    public long nextLong() {
      return 0;
    }
  }

  @BeforeEach
  void giveBaseCredentials() {
    when(base.resolve())
        .thenReturn(
            SessionCredentials.of("ASIABASE", "secret", Optional.of("token"), Optional.empty()));
  }

  @Test
  void request_namesRoleSessionAndDuration() {
    when(sts.assumeRole(any(AssumeRoleRequest.class))).then(nextSession());

    role.resolve();

    ArgumentCaptor<AssumeRoleRequest> request = ArgumentCaptor.forClass(AssumeRoleRequest.class);
    verify(sts).assumeRole(request.capture());
    assertThat(request.getValue().roleArn()).isEqualTo("arn:aws:iam::123456789012:role/camera");
    assertThat(request.getValue().roleSessionName()).isEqualTo("door");
    assertThat(request.getValue().durationSeconds()).isEqualTo(3600);
    assertThat(request.getValue().policy()).isNull();
    assertThat(request.getValue().sourceIdentity()).isNull();
  }

  @Test
  void session_isKeptUntilAQuarterOfItsLifeIsLeft() {
    when(sts.assumeRole(any(AssumeRoleRequest.class))).then(nextSession());

    assertThat(role.resolve().accessKeyId()).isEqualTo("ASIA1");
    clock.advance(Duration.ofMinutes(45).minusMillis(1));
    assertThat(role.resolve().accessKeyId()).isEqualTo("ASIA1");
    clock.advance(Duration.ofMillis(1));
    assertThat(role.resolve().accessKeyId()).isEqualTo("ASIA2");
    assertThat(told).hasSize(2).allMatch(event -> event.startsWith("renewed until "));
  }

  @Test
  void failedRenewal_isToldAtOnceAndSaysHowLongTheOldSessionLives() {
    when(sts.assumeRole(any(AssumeRoleRequest.class)))
        .then(nextSession())
        .thenThrow(SdkClientException.create("down"));
    Instant end = clock.instant().plus(HOUR);
    role.resolve();
    clock.advance(Duration.ofMinutes(50));
    role.resolve();

    assertThat(told).last().isEqualTo("failed, alive until " + end);
    clock.advance(Duration.ofMinutes(10));
    assertThatExceptionOfType(ControlPlaneException.class).isThrownBy(role::resolve);
    assertThat(told).last().isEqualTo("failed, alive until never");
  }

  @Test
  void failedRenewal_keepsTheOldSessionAndLeavesStsAloneForAWhile() {
    when(sts.assumeRole(any(AssumeRoleRequest.class)))
        .then(nextSession())
        .thenThrow(SdkClientException.create("down"))
        .then(nextSession());
    role.resolve();
    clock.advance(HOUR.minusMinutes(4));

    assertThat(role.resolve().accessKeyId()).isEqualTo("ASIA1");
    assertThat(role.resolve().accessKeyId()).isEqualTo("ASIA1");
    verify(sts, times(2)).assumeRole(any(AssumeRoleRequest.class));

    clock.advance(RenewingCredentials.PAUSE_AFTER_FAILURE);
    assertThat(role.resolve().accessKeyId()).isEqualTo("ASIA2");
  }

  @Test
  void sessionThatIsOver_isNeverGivenAgain() {
    when(sts.assumeRole(any(AssumeRoleRequest.class)))
        .then(nextSession())
        .thenThrow(Refusals.of("AccessDenied", 403, "no"));
    role.resolve();
    clock.advance(HOUR);

    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(role::resolve)
        .satisfies(failure -> assertThat(failure.errorCode()).isEqualTo("AccessDenied"));
  }

  @Test
  void sessionThatIsOverWhenItComes_isRefused() {
    when(sts.assumeRole(any(AssumeRoleRequest.class))).thenReturn(answer("ASIA1", clock.instant()));

    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(role::resolve)
        .satisfies(
            failure ->
                assertThat(failure.errorCode()).isEqualTo(FailureTranslation.MALFORMED_ANSWER));
  }

  @Test
  void answerWithoutCredentials_isRefused() {
    when(sts.assumeRole(any(AssumeRoleRequest.class)))
        .thenReturn(AssumeRoleResponse.builder().build());

    assertThatExceptionOfType(ControlPlaneException.class).isThrownBy(role::resolve);
  }

  @Test
  void manyThreads_askOnce() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    when(sts.assumeRole(any(AssumeRoleRequest.class)))
        .then(
            call -> {
              asked.countDown();
              await(answered);
              return answer("ASIA1", clock.instant().plus(HOUR));
            });

    CompletableFuture<String> first = resolveAside();
    await(asked);
    CompletableFuture<String> second = resolveAside();
    answered.countDown();

    assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo("ASIA1");
    assertThat(second.get(5, TimeUnit.SECONDS)).isEqualTo("ASIA1");
    verify(sts, times(1)).assumeRole(any(AssumeRoleRequest.class));
  }

  @Test
  void renewalInProgress_doesNotHoldUpOthersWhileTheOldSessionIsAlive() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    when(sts.assumeRole(any(AssumeRoleRequest.class)))
        .then(nextSession())
        .then(
            call -> {
              asked.countDown();
              await(answered);
              return answer("ASIA2", clock.instant().plus(HOUR));
            });
    role.resolve();
    clock.advance(HOUR.minusMinutes(4));

    CompletableFuture<String> renewing = resolveAside();
    await(asked);
    assertThat(role.resolve().accessKeyId()).isEqualTo("ASIA1");
    answered.countDown();

    assertThat(renewing.get(5, TimeUnit.SECONDS)).isEqualTo("ASIA2");
  }

  @Test
  void interruptedWait_endsAndKeepsTheFlag() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    when(sts.assumeRole(any(AssumeRoleRequest.class)))
        .then(
            call -> {
              asked.countDown();
              await(answered);
              return answer("ASIA1", clock.instant().plus(HOUR));
            });
    CompletableFuture<String> first = resolveAside();
    await(asked);

    Thread.currentThread().interrupt();
    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(role::resolve)
        .satisfies(
            failure -> assertThat(failure.errorCode()).isEqualTo(FailureTranslation.INTERRUPTED));
    assertThat(Thread.interrupted()).isTrue();

    answered.countDown();
    assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo("ASIA1");
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
  }

  private CompletableFuture<String> resolveAside() {
    return CompletableFuture.supplyAsync(
        () -> role.resolve().accessKeyId(), command -> new Thread(command).start());
  }

  private Answer<AssumeRoleResponse> nextSession() {
    return call -> answer("ASIA" + ++sessions, clock.instant().plus(HOUR));
  }

  private static AssumeRoleResponse answer(String accessKeyId, Instant end) {
    return AssumeRoleResponse.builder()
        .credentials(
            Credentials.builder()
                .accessKeyId(accessKeyId)
                .secretAccessKey("secret")
                .sessionToken("token")
                .expiration(end)
                .build())
        .build();
  }
}
