package io.github.kvssecure.internal.session;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.FakeControlPlane;
import io.github.kvssecure.fake.FakeCredentials;
import io.github.kvssecure.fake.FakeKeyDirectory;
import io.github.kvssecure.fake.FakeMediaProducer;
import io.github.kvssecure.fake.FakeUploadTransport;
import io.github.kvssecure.fake.MovableClock;
import io.github.kvssecure.fake.RecordedEvents;
import io.github.kvssecure.fake.Somebody;
import io.github.kvssecure.fake.SteppedExecutor;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.stream.StreamSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;

/** A way to open streams over fakes of all ports; pauses only move the clock. For one thread. */
final class OpeningTrial {

  static final CredentialSource ADMINISTRATOR =
      CredentialSource.of(AnonymousCredentialsProvider.create());

  final MovableClock clock = new MovableClock(Camera.NOW);
  final FakeControlPlane producer = new FakeControlPlane();
  final FakeCredentials producerCredentials = new FakeCredentials();
  final FakeKeyDirectory producerKeys = new FakeKeyDirectory();
  final FakeKeyDirectory auditorKeys = new FakeKeyDirectory();
  final FakeCredentials auditorCredentials = new FakeCredentials();
  final FakeControlPlane administrator = new FakeControlPlane();
  final FakeCredentials administratorCredentials = new FakeCredentials();
  final FakeKeyDirectory administratorKeys = new FakeKeyDirectory();
  final FakeMediaProducer media = new FakeMediaProducer();
  final FakeUploadTransport transport = new FakeUploadTransport();
  final RecordedEvents events = new RecordedEvents();
  final List<Duration> pauses = new ArrayList<>();
  private boolean clockStands;
  final List<CredentialSource> administrators = new ArrayList<>();
  private SecurityPolicy policy = SecurityPolicy.strict();
  private IngestListener listener = events;
  private boolean audited;
  private Optional<String> narrowedTo = Optional.empty();

  OpeningTrial under(SecurityPolicy other) {
    policy = other;
    return this;
  }

  /** Names somebody who may describe keys. */
  OpeningTrial audited() {
    audited = true;
    return this;
  }

  /** The key that the producer of the latest stream was narrowed to. */
  Optional<String> narrowedTo() {
    return narrowedTo;
  }

  /** What the gate decided last of a control. */
  Decision decided(Control control) {
    return events.of(IngestEvent.ControlDecided.class).stream()
        .map(IngestEvent.ControlDecided::decision)
        .filter(decision -> decision.control() == control)
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("no rule looked at " + control));
  }

  OpeningTrial toldTo(IngestListener other) {
    listener = other;
    return this;
  }

  /** Time passes, and somebody sets the clock back all the time. */
  void standingClock() {
    clockStands = true;
  }

  StreamOpener.VerifiedStream open(StreamSpec.Builder spec) throws InterruptedException {
    return open(spec.build());
  }

  StreamOpener.VerifiedStream open(StreamSpec spec) throws InterruptedException {
    PolicyGate gate = new PolicyGate(policy, clock, listener);
    SessionServices services =
        new SessionServices(
            gate,
            Somebody.inspection(gate, clock),
            listener,
            media,
            transport,
            SessionThreads.allOn(new SteppedExecutor()),
            new SessionServices.Place(Camera.REGION, Optional.empty(), clock),
            SessionServices.Budgets.of(
                1L << 30, () -> pauses.stream().mapToLong(Duration::toNanos).sum()));
    FakePrincipals principals =
        new FakePrincipals(
            Somebody.as("producer", producerCredentials, producer, producerKeys),
            this::administrator);
    StreamOpener opener =
        new StreamOpener(services, principals, new KeyLookups(services, auditor()), this::pause);
    StreamOpener.VerifiedStream opened = opener.open(spec).stream();
    narrowedTo = principals.key();
    return opened;
  }

  private Optional<Principal> auditor() {
    return audited
        ? Optional.of(
            Somebody.as("auditor", auditorCredentials, new FakeControlPlane(), auditorKeys))
        : Optional.empty();
  }

  private Principal administrator(CredentialSource source) {
    administrators.add(source);
    return Somebody.as("administrator", administratorCredentials, administrator, administratorKeys);
  }

  private void pause(Duration duration) {
    pauses.add(duration);
    clock.advance(clockStands ? Duration.ZERO : duration);
  }
}
