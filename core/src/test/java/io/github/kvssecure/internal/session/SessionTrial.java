package io.github.kvssecure.internal.session;

import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.FakeControlPlane;
import io.github.kvssecure.fake.FakeCredentials;
import io.github.kvssecure.fake.FakeKeyDirectory;
import io.github.kvssecure.fake.FakeMediaProducer;
import io.github.kvssecure.fake.FakeMediaStream;
import io.github.kvssecure.fake.FakeUpload;
import io.github.kvssecure.fake.FakeUploadTransport;
import io.github.kvssecure.fake.MovableClock;
import io.github.kvssecure.fake.RecordedEvents;
import io.github.kvssecure.fake.Somebody;
import io.github.kvssecure.fake.SteppedExecutor;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.stream.Accounting;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.WhenFull;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** An open session over fakes of all ports. */
final class SessionTrial {

  /** Room for one minute and 1 MiB, without waiting. */
  static final BufferLimits IMPATIENT =
      new BufferLimits(Duration.ofMinutes(1), 1 << 20, WhenFull.refuse());

  /** The same room, for those who wait. */
  static final BufferLimits PATIENT =
      new BufferLimits(Duration.ofMinutes(1), 1 << 20, WhenFull.block(Duration.ofMinutes(1)));

  /** Always the longest delay: 250 ms, 500 ms, 1 s ... 30 s. */
  static final RandomGenerator LONGEST =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return 0;
        }

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  final MovableClock clock = new MovableClock(Camera.NOW);
  final SteppedExecutor executor = new SteppedExecutor();
  final FakeMediaProducer media = new FakeMediaProducer();
  final FakeUploadTransport transport = new FakeUploadTransport();
  final FakeCredentials credentials = new FakeCredentials();
  final FakeControlPlane controlPlane = new FakeControlPlane();
  final RecordedEvents events;
  final PolicyGate gate;
  final SessionServices services;
  final Principal producer =
      Somebody.as("producer", credentials, controlPlane, new FakeKeyDirectory());
  final StreamSession session;

  private SessionTrial(
      StreamSpec spec,
      StreamDescription description,
      RecordedEvents events,
      IngestListener listener) {
    this(spec, description, SecurityPolicy.strict(), events, listener, SessionThreads::allOn);
  }

  private SessionTrial(
      StreamSpec spec,
      StreamDescription description,
      SecurityPolicy policy,
      RecordedEvents events,
      IngestListener listener,
      Function<ScheduledExecutorService, SessionThreads> threads) {
    this.events = events;
    gate = new PolicyGate(policy, clock, listener);
    services =
        new SessionServices(
            gate,
            Somebody.inspection(gate, clock),
            listener,
            media,
            transport,
            threads.apply(executor),
            new SessionServices.Place(Camera.REGION, Optional.empty(), clock),
            SessionServices.Budgets.of(1L << 30, executor::nanos));
    session =
        new StreamSession(
            services,
            new StreamOpener.VerifiedStream(
                spec, description, Camera.ARN, Optional.empty(), Camera.ENDPOINT),
            producer,
            new Backoff(LONGEST));
  }

  static SessionTrial open() {
    return open(IMPATIENT);
  }

  static SessionTrial open(BufferLimits limits) {
    return open(Camera.spec().buffer(limits).build(), Camera.description().build());
  }

  static SessionTrial open(StreamSpec spec, StreamDescription description) {
    RecordedEvents events = new RecordedEvents();
    return new SessionTrial(spec, description, events, events);
  }

  static SessionTrial openUnder(SecurityPolicy policy) {
    RecordedEvents events = new RecordedEvents();
    return new SessionTrial(
        Camera.spec().buffer(IMPATIENT).build(),
        Camera.description().build(),
        policy,
        events,
        events,
        SessionThreads::allOn);
  }

  /** Whatever may block is run by another executor, and time there stands still. */
  static SessionTrial openCallingOn(SteppedExecutor calls) {
    RecordedEvents events = new RecordedEvents();
    return new SessionTrial(
        Camera.spec().buffer(IMPATIENT).build(),
        Camera.description().build(),
        SecurityPolicy.strict(),
        events,
        events,
        timers -> new SessionThreads(timers, calls, calls));
  }

  static SessionTrial openWith(IngestListener listener) {
    return new SessionTrial(
        Camera.spec().buffer(IMPATIENT).build(),
        Camera.description().build(),
        new RecordedEvents(),
        listener);
  }

  /** Puts frames. */
  SessionTrial put(Frame... frames) throws InterruptedException {
    for (Frame frame : frames) {
      session.put(frame);
    }
    return this;
  }

  /** Runs what is due, and returns the upload that was opened last. */
  FakeUpload upload() {
    executor.runDue();
    return transport.upload();
  }

  FakeMediaStream stream() {
    return media.stream();
  }

  Accounting frames() {
    return session.accounting().frames();
  }
}
