package io.github.kvssecure.internal.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.MovableClock;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.security.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RenewingCredentialsTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final MovableClock clock = new MovableClock(Camera.NOW);
  private final ScriptedIssuer issuer = new ScriptedIssuer(clock);
  private final List<String> told = new ArrayList<>();
  private final RenewalListener listener =
      new RenewalListener() {
        @Override
        public void renewed(String source, Instant end) {
          told.add("renewed until " + end);
        }

        @Override
        public void failed(String source, String cause, Optional<Instant> aliveUntil) {
          told.add(cause + ", alive until " + aliveUntil.map(Instant::toString).orElse("never"));
        }
      };
  private final RenewingCredentials credentials =
      new RenewingCredentials(
          "role camera", issuer, RenewalTerms.of(clock, new NoJitter(), listener));

  /** Draws the least jitter. */
  private static final class NoJitter implements RandomGenerator {
    @Override
    public long nextLong() {
      return 0;
    }
  }

  private static ControlPlaneException down() {
    return new ControlPlaneException("NoAnswer", true, "down");
  }

  private String key() {
    return credentials.resolve().accessKeyId();
  }

  @Test
  void session_isKeptUntilAQuarterOfItsLifeIsLeft() {
    issuer.gives(HOUR).gives(HOUR);

    assertThat(key()).isEqualTo("ASIA1");
    clock.advance(Duration.ofMinutes(45).minusMillis(1));
    assertThat(key()).isEqualTo("ASIA1");
    clock.advance(Duration.ofMillis(1));
    assertThat(key()).isEqualTo("ASIA2");
    assertThat(told).hasSize(2).allMatch(event -> event.startsWith("renewed until "));
  }

  @Test
  void failedRenewal_isToldAtOnceAndSaysHowLongTheOldSessionLives() {
    issuer.gives(HOUR).fails(down()).fails(down());
    Instant end = clock.instant().plus(HOUR);
    key();
    clock.advance(Duration.ofMinutes(50));
    key();

    assertThat(told).last().isEqualTo("down, alive until " + end);
    clock.advance(Duration.ofMinutes(10));
    assertThatExceptionOfType(ControlPlaneException.class).isThrownBy(this::key);
    assertThat(told).last().isEqualTo("down, alive until never");
  }

  @Test
  void failedRenewal_keepsTheOldSessionAndLeavesTheIssuerAloneForAWhile() {
    issuer.gives(HOUR).fails(down()).gives(HOUR);
    key();
    clock.advance(HOUR.minusMinutes(4));

    assertThat(key()).isEqualTo("ASIA1");
    assertThat(key()).isEqualTo("ASIA1");
    assertThat(issuer.asked()).isEqualTo(2);

    clock.advance(RenewalPauses.FIRST);
    assertThat(key()).isEqualTo("ASIA2");
  }

  @Test
  void issuerThatGivesNothing_isAskedLessAndLessOften() {
    for (int i = 0; i < 20; i++) {
      issuer.fails(down());
    }
    List<Duration> pauses = new ArrayList<>();
    Instant last = clock.instant();
    while (issuer.asked() < 12) {
      int before = issuer.asked();
      assertThatExceptionOfType(ControlPlaneException.class)
          .isThrownBy(this::key)
          .withMessage("down");
      if (issuer.asked() > before) {
        pauses.add(Duration.between(last, clock.instant()));
        last = clock.instant();
      }
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(pauses.stream().map(Duration::toSeconds))
        .containsExactly(0L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L, 300L);
    assertThat(told).as("one event for each failure").hasSize(12);
  }

  @Test
  void refusedSession_isNeverGivenAgainThoughItIsAlive() {
    issuer.gives(HOUR).fails(down()).gives(HOUR);
    SessionCredentials first = credentials.resolve();

    credentials.refused(first);
    assertThat(catchThrowable(this::key)).hasMessage("down");
    clock.advance(RenewalPauses.FIRST);
    assertThat(key()).isEqualTo("ASIA2");
  }

  @Test
  void refusalOfAnEarlierSession_changesNothing() {
    issuer.gives(HOUR).gives(HOUR);
    SessionCredentials first = credentials.resolve();
    credentials.refused(first);
    assertThat(key()).isEqualTo("ASIA2");

    credentials.refused(first);
    assertThat(key()).isEqualTo("ASIA2");
    assertThat(issuer.asked()).isEqualTo(2);
  }

  @Test
  void issuerThatHasNoOthers_isNotAskedAgainAndAgain() {
    issuer.gives(HOUR).repeats();
    credentials.refused(credentials.resolve());

    assertThat(key()).isEqualTo("ASIA1");
    assertThat(key()).isEqualTo("ASIA1");
    assertThat(issuer.asked()).isEqualTo(2);
  }

  /** Otherwise nobody would be asked for an hour. */
  @Test
  void clockThatIsSetBack_doesNotMakeAPauseLonger() {
    issuer.fails(down()).gives(HOUR);
    assertThat(catchThrowable(this::key)).hasMessage("down");

    clock.advance(HOUR.negated());

    assertThat(key()).isEqualTo("ASIA1");
  }

  @Test
  void success_endsTheGrowthOfPauses() {
    issuer.fails(down()).fails(down()).gives(HOUR).fails(down()).gives(HOUR);
    assertThat(catchThrowable(this::key)).hasMessage("down");
    clock.advance(RenewalPauses.FIRST);
    assertThat(catchThrowable(this::key)).hasMessage("down");
    clock.advance(RenewalPauses.FIRST.multipliedBy(2));
    assertThat(key()).isEqualTo("ASIA1");

    clock.advance(Duration.ofMinutes(50));
    assertThat(key()).isEqualTo("ASIA1");
    clock.advance(RenewalPauses.FIRST);
    assertThat(key()).isEqualTo("ASIA2");
  }

  @Test
  void endOfTheOldSession_cutsAPauseShort() {
    issuer.gives(HOUR);
    for (int i = 0; i < 9; i++) {
      issuer.fails(down());
    }
    issuer.gives(HOUR);
    key();
    clock.advance(Duration.ofMinutes(47));
    while (issuer.asked() < 10) {
      assertThat(key()).isEqualTo("ASIA1");
      clock.advance(Duration.ofSeconds(1));
    }
    Instant end = Camera.NOW.plus(HOUR);
    assertThat(Duration.between(clock.instant(), end)).isLessThan(RenewalPauses.LONGEST);

    clock.advance(Duration.between(clock.instant(), end));
    assertThat(key()).as("asked at the very end, in the middle of a pause").isEqualTo("ASIA2");
  }

  @Test
  void sessionThatIsOver_isNeverGivenAgain() {
    issuer.gives(HOUR).fails(new ControlPlaneException("AccessDenied", false, "no"));
    key();
    clock.advance(HOUR);

    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(this::key)
        .satisfies(failure -> assertThat(failure.errorCode()).isEqualTo("AccessDenied"));
  }

  @Test
  void sessionThatIsOverOrEndlessWhenItComes_isRefused() {
    issuer.gives(Duration.ZERO).gives(Optional.empty());

    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(ControlPlaneException.class)
          .isThrownBy(this::key)
          .satisfies(failure -> assertThat(failure.errorCode()).isEqualTo("MalformedAnswer"));
      clock.advance(RenewalPauses.LONGEST);
    }
  }

  @Test
  void refusalByThePolicy_isToldKeepsTheOldSessionAndIsRepeated() {
    PolicyViolationException refusal =
        new PolicyViolationException(
            List.of(new Violation(Control.IOT_04, "key", "open", "private", "chmod 600")));
    issuer.gives(HOUR).fails(refusal).fails(refusal);
    key();
    clock.advance(Duration.ofMinutes(50));
    assertThat(key()).isEqualTo("ASIA1");
    assertThat(told).last().asString().contains("IOT-04").contains("alive until 20");

    clock.advance(Duration.ofMinutes(10));
    assertThat(catchThrowable(this::key)).isSameAs(refusal);
    assertThat(catchThrowable(this::key)).isSameAs(refusal);
    assertThat(issuer.asked()).isEqualTo(3);
  }

  @Test
  void failureThatNobodyExpects_isToldWithoutItsTextAndKeepsTheOldSession() {
    issuer
        .gives(HOUR)
        .fails(new ProviderException("pin 1234 rejected"))
        .fails(new IllegalStateException("passphrase hunter2"));
    key();
    clock.advance(Duration.ofMinutes(50));

    assertThat(key()).isEqualTo("ASIA1");
    assertThat(told)
        .last()
        .asString()
        .contains("role camera failed with java.security.ProviderException", "alive until 20")
        .doesNotContain("1234");

    clock.advance(Duration.ofMinutes(10));
    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(this::key)
        .withMessageNotContaining("hunter2")
        .satisfies(failure -> assertThat(failure.isRetryable()).isTrue());
  }

  @Test
  void wrongConfiguration_staysWhatItIsOnceTheOldSessionIsOver() {
    IngestConfigurationException gone = new IngestConfigurationException("device.pem is gone");
    issuer.gives(HOUR).fails(gone).fails(gone);
    key();
    clock.advance(Duration.ofMinutes(50));
    assertThat(key()).isEqualTo("ASIA1");

    clock.advance(Duration.ofMinutes(10));
    assertThat(catchThrowable(this::key)).isSameAs(gone);
  }

  @Test
  void close_closesTheIssuerAndForgetsTheSession() {
    issuer.gives(HOUR).gives(HOUR);
    key();
    told.clear();

    credentials.close();

    assertThat(issuer.isClosed()).isTrue();
    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(this::key)
        .withMessageContaining("closed")
        .satisfies(refusal -> assertThat(refusal.isRetryable()).isFalse());
    assertThat(issuer.asked()).isEqualTo(1);
    assertThat(told).isEmpty();
  }

  @Test
  void sessionThatComesAfterTheClose_isNotGiven() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch let = new CountDownLatch(1);
    issuer.gives(HOUR, reached, let);
    CompletableFuture<String> asking = CompletableFuture.supplyAsync(this::key);
    await(reached);

    credentials.close();
    let.countDown();

    assertThat(asking)
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableThat()
        .withCauseInstanceOf(ControlPlaneException.class);
    assertThat(told).isEmpty();
  }

  @Test
  void manyThreads_askOnce() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    issuer.gives(HOUR, asked, answered);

    List<CompletableFuture<String>> waiting = new ArrayList<>();
    waiting.add(resolveAside());
    await(asked);
    for (int i = 0; i < 15; i++) {
      waiting.add(resolveAside());
    }
    answered.countDown();

    for (CompletableFuture<String> thread : waiting) {
      assertThat(thread.get(30, TimeUnit.SECONDS)).isEqualTo("ASIA1");
    }
    assertThat(issuer.asked()).isEqualTo(1);
  }

  @Test
  void renewalInProgress_doesNotHoldUpOthersWhileTheOldSessionIsAlive() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    issuer.gives(HOUR).gives(HOUR, asked, answered);
    key();
    clock.advance(HOUR.minusMinutes(4));

    CompletableFuture<String> renewing = resolveAside();
    await(asked);
    assertThat(key()).isEqualTo("ASIA1");
    answered.countDown();

    assertThat(renewing.get(30, TimeUnit.SECONDS)).isEqualTo("ASIA2");
  }

  @Test
  void interruptedWait_endsAndKeepsTheFlag() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    issuer.gives(HOUR, asked, answered);
    CompletableFuture<String> first = resolveAside();
    await(asked);

    Thread.currentThread().interrupt();
    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(this::key)
        .satisfies(failure -> assertThat(failure.isInterruption()).isTrue());
    assertThat(Thread.interrupted()).isTrue();

    answered.countDown();
    assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("ASIA1");
  }

  @Test
  void interruptedCall_isNoFailureOfTheIssuer() {
    issuer
        .fails(new ControlPlaneException(ControlPlaneException.INTERRUPTED, true, "interrupted"))
        .gives(HOUR);

    assertThatExceptionOfType(ControlPlaneException.class).isThrownBy(this::key);

    assertThat(told).isEmpty();
    assertThat(key()).as("without a pause").isEqualTo("ASIA1");
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private CompletableFuture<String> resolveAside() {
    return CompletableFuture.supplyAsync(this::key, command -> new Thread(command).start());
  }
}
