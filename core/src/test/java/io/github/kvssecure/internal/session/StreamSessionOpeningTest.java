package io.github.kvssecure.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.FakeControlPlane;
import io.github.kvssecure.fake.FakeCredentials;
import io.github.kvssecure.fake.FakeKeyDirectory;
import io.github.kvssecure.fake.FakeMediaProducer;
import io.github.kvssecure.fake.FakeMediaStream;
import io.github.kvssecure.fake.FakeUploadTransport;
import io.github.kvssecure.fake.MovableClock;
import io.github.kvssecure.fake.Somebody;
import io.github.kvssecure.fake.SteppedExecutor;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.spi.MediaProducerException;
import io.github.kvssecure.stream.StreamState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamSessionOpeningTest {

  private final SteppedExecutor executor = new SteppedExecutor();
  private final FakeMediaProducer media = new FakeMediaProducer();
  private final FakeUploadTransport transport = new FakeUploadTransport();

  private StreamSession open() {
    MovableClock clock = new MovableClock(Camera.NOW);
    PolicyGate gate = new PolicyGate(SecurityPolicy.strict(), clock, IngestListener.NONE);
    return new StreamSession(
        new SessionServices(
            gate,
            Somebody.inspection(gate, clock),
            IngestListener.NONE,
            media,
            transport,
            SessionThreads.allOn(executor),
            new SessionServices.Place(Camera.REGION, Optional.empty(), clock),
            SessionServices.Budgets.of(1L << 30, System::nanoTime)),
        new StreamOpener.VerifiedStream(
            Camera.spec().build(),
            Camera.description().build(),
            Camera.ARN,
            Optional.empty(),
            Camera.ENDPOINT),
        Somebody.as(
            "producer", new FakeCredentials(), new FakeControlPlane(), new FakeKeyDirectory()),
        new Backoff(SessionTrial.LONGEST));
  }

  /** A packager may be fast: its wish can come due on another thread before it has returned. */
  @Test
  void uploadRequestedWhileOpening_waitsUntilTheMediaStreamIsThere() {
    List<Integer> uploadsWhileOpening = new ArrayList<>();
    media.whileOpening(
        stream -> {
          stream.requestUpload();
          executor.runDue();
          uploadsWhileOpening.add(transport.uploads().size());
        });

    StreamSession session = open();
    executor.runDue();

    assertThat(uploadsWhileOpening).containsExactly(0);
    assertThat(transport.uploads()).hasSize(1);
    assertThat(session.state()).isEqualTo(StreamState.OPENING);
  }

  @Test
  void streamThatThePackagerDoesNotOpen_isNoSession() {
    media.whileOpening(StreamSessionOpeningTest::refuse);

    assertThatExceptionOfType(MediaProducerException.class).isThrownBy(this::open);
    assertThat(transport.uploads()).isEmpty();
  }

  private static void refuse(FakeMediaStream stream) {
    throw new MediaProducerException(MediaProducerException.NO_STATUS, "not ready in time");
  }
}
