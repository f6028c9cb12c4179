package io.github.kvssecure.internal.session;

import static io.github.kvssecure.fake.Camera.delta;
import static io.github.kvssecure.fake.Camera.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.FakeUpload;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.stream.Accounting;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.StreamState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StreamSessionListenerTest {

  static List<Throwable> faults() {
    return List.of(
        new IllegalStateException("a listener's own fault"),
        new NoClassDefFoundError("a class that the listener's jar lacks"),
        // As a listener written in Kotlin or Scala may.
        new IOException("the listener's own log is full"));
  }

  /** Throws what no method here declares. */
  @SuppressWarnings("unchecked") // Never cast: the compiler takes T for unchecked, nothing looks.
  private static <T extends Throwable> void sneak(Throwable fault) throws T {
    throw (T) fault;
  }

  @ParameterizedTest
  @MethodSource("faults")
  void listenerThatThrows_changesNothing(Throwable fault) throws Exception {
    IngestListener thrower = event -> StreamSessionListenerTest.<RuntimeException>sneak(fault);
    SessionTrial trial = SessionTrial.openWith(thrower);

    trial.put(key(0), delta(40), key(1000));
    trial.upload().accept().breakOff(Failure.CONNECTION_LOST, true);
    trial.executor.advance(Duration.ofSeconds(1));
    FakeUpload upload = trial.transport.upload().accept();
    upload.persist(0);
    trial.stream().listener().mediaLost(Camera.timecode(0), "a reason");
    trial.executor.runDue();

    assertThat(trial.session.state()).isEqualTo(StreamState.STREAMING);
    CloseReport report = trial.session.close(Duration.ZERO);
    assertThat(report.frames()).isEqualTo(new Accounting(3, 2, 0));
    assertThat(report.failure()).isEmpty();
    assertThat(trial.stream().closed()).isEqualTo(1);
  }

  @Test
  void life_isToldInOrder() throws Exception {
    SessionTrial trial = SessionTrial.open();
    trial.put(key(0));
    trial.upload().accept().breakOff(Failure.CONNECTION_LOST, true);
    trial.executor.advance(Duration.ofSeconds(1));
    trial.transport.upload().accept();
    CloseReport report = trial.session.close(Duration.ZERO);

    assertThat(trial.events.states())
        .containsExactly(
            StreamState.STREAMING,
            StreamState.RECONNECTING,
            StreamState.STREAMING,
            StreamState.DRAINING,
            StreamState.CLOSED);
    assertThat(trial.events.of(IngestEvent.ConnectionMade.class)).hasSize(2);
    assertThat(trial.events.all())
        .last()
        .isEqualTo(new IngestEvent.StreamClosed(Camera.STREAM, report));
  }

  @Test
  void events_holdNoSecret() throws Exception {
    SessionTrial trial = SessionTrial.open();
    trial.put(key(0));
    trial.upload().accept().persist(0);
    assertThat(trial.session.close(Duration.ZERO).failure()).isEmpty();

    assertThat(trial.events.all())
        .allSatisfy(
            event ->
                assertThat(event.toString())
                    .doesNotContain(Camera.SECRET)
                    .doesNotContain(Camera.TOKEN));
    assertThat(trial.transport.upload().request().toString())
        .doesNotContain(Camera.SECRET)
        .doesNotContain(Camera.TOKEN);
  }
}
