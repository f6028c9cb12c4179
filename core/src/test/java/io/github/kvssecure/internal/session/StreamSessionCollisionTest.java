package io.github.kvssecure.internal.session;

import static io.github.kvssecure.fake.Camera.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.FakeUpload;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.stream.StreamState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Somebody else sends to the same stream, from another process or machine. */
class StreamSessionCollisionTest {

  private static final int MINUTES = 10;

  private final SessionTrial trial = SessionTrial.open();

  /** Each of two writers stores a fragment, and is then cut off by the other one. */
  @Test
  void connectionThatTheOtherOneEndsAgainAndAgain_isReopenedAtASteadyPace() throws Exception {
    long number = 0;
    trial.put(key(0));
    for (int second = 0; second < MINUTES * 60; second++) {
      trial.executor.advance(Duration.ofSeconds(1));
      FakeUpload upload = trial.transport.upload();
      if (!upload.isEnded()) {
        trial.put(key(++number * 1000));
        upload.accept().persist((number - 1) * 1000);
        upload.breakOff(Failure.CONNECTION_LOST, true);
      }
    }

    assertThat(trial.transport.uploads())
        .hasSizeBetween(100, ReconnectPace.BURST + MINUTES * 60 / 5 + 1);
    assertThat(trial.session.state()).isEqualTo(StreamState.RECONNECTING);
    assertThat(trial.frames().persisted()).isEqualTo(number);
    assertThat(trial.frames().dropped()).isZero();
  }

  /** The one that came later is refused until the other one has gone. */
  @Test
  void refusalBecauseOfAnotherConnection_isTriedLessAndLessOften() throws Exception {
    trial.put(key(0));
    trial.executor.runDue();
    for (int second = 0; second < MINUTES * 60; second++) {
      FakeUpload upload = trial.transport.upload();
      if (!upload.isEnded()) {
        upload.breakOff(Failure.REFUSED_BY_SERVICE, true);
      }
      trial.executor.advance(Duration.ofSeconds(1));
    }

    assertThat(trial.transport.uploads()).hasSizeBetween(20, 40);
    assertThat(trial.session.state()).isEqualTo(StreamState.RECONNECTING);
  }

  @Test
  void badMinute_costsNoWait() {
    long[] now = {0};
    ReconnectPace pace = new ReconnectPace(() -> now[0]);
    for (int i = 0; i < ReconnectPace.BURST; i++) {
      assertThat(pace.noLessThan(Duration.ofMillis(50))).isEqualTo(Duration.ofMillis(50));
    }

    assertThat(pace.noLessThan(Duration.ofMillis(50))).isEqualTo(ReconnectPace.EVERY);
    now[0] = ReconnectPace.EVERY.multipliedBy(ReconnectPace.BURST + 1).toNanos();
    assertThat(pace.noLessThan(Duration.ofMillis(50))).isEqualTo(Duration.ofMillis(50));
    assertThat(pace.noLessThan(Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(30));
  }
}
