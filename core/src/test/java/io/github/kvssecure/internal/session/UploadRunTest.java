package io.github.kvssecure.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.NetworkFacts;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UploadRunTest {

  private final SessionTrial trial = SessionTrial.open();
  private final Heard events = new Heard();
  private final UploadRun run =
      new UploadRun(new UploadId(7), trial.stream(), events, trial.executor::nanos);

  @Test
  void runThatDidNotBegin_isOverAtOnceWhenItIsStopped() throws Exception {
    assertThat(run.stop(0)).isTrue();
    assertThat(events.ends).hasSize(1);

    run.start(trial.services, trial.session.stream(), trial.producer);

    assertThat(trial.transport.uploads()).isEmpty();
    assertThat(events.ends).hasSize(1);
  }

  /** Whoever waits for the end would wait for ever. */
  @Test
  void endThatNobodyCanTake_isAnEndAllTheSame() {
    RuntimeException refusal = new IllegalStateException("cannot take it");
    events.refusal = refusal;

    assertThatThrownBy(run::abort).isSameAs(refusal);

    assertThat(run.isOver()).isTrue();
  }

  private static final class Heard implements UploadRun.Events {
    final List<UploadEnd> ends = new ArrayList<>();
    @Nullable RuntimeException refusal;

    @Override
    public void signed(NetworkFacts.SignedHead head) {}

    @Override
    public void connected(Facts.HandshakeDone handshake) {}

    @Override
    public void answered(UploadRun run, Facts.Answer answer) {}

    @Override
    public void acknowledged(UploadId upload, Acknowledgement acknowledgement) {}

    @Override
    public void ended(UploadRun run, UploadEnd end) {
      ends.add(end);
      RuntimeException with = refusal;
      if (with != null) {
        throw with;
      }
    }
  }
}
