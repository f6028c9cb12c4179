package io.github.kvssecure.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.FakeControlPlane;
import io.github.kvssecure.fake.FakeCredentials;
import io.github.kvssecure.fake.FakeKeyDirectory;
import io.github.kvssecure.fake.FakeMediaProducer;
import io.github.kvssecure.fake.FakeUploadTransport;
import io.github.kvssecure.fake.Keys;
import io.github.kvssecure.fake.MovableClock;
import io.github.kvssecure.fake.RecordedEvents;
import io.github.kvssecure.fake.Somebody;
import io.github.kvssecure.fake.SteppedExecutor;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyFound;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyLookup;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyUnanswered;
import io.github.kvssecure.internal.gate.rule.KeyFacts.NamedKey;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyWatchTest {

  private static final Duration PERIOD = Duration.ofMinutes(15);

  private final MovableClock clock = new MovableClock(Camera.NOW);
  private final SteppedExecutor executor = new SteppedExecutor();
  private final RecordedEvents events = new RecordedEvents();
  private final FakeKeyDirectory keys = new FakeKeyDirectory();
  private final FakeCredentials credentials = new FakeCredentials();
  private final PolicyGate gate = new PolicyGate(SecurityPolicy.strict(), clock, events);
  private final SessionServices services =
      new SessionServices(
          gate,
          Somebody.inspection(gate, clock),
          events,
          new FakeMediaProducer(),
          new FakeUploadTransport(),
          SessionThreads.allOn(executor),
          new SessionServices.Place(Camera.REGION, Optional.empty(), clock),
          SessionServices.Budgets.of(1L << 30, System::nanoTime));
  private final KeyLookups lookups =
      new KeyLookups(
          services, Optional.of(Somebody.as("auditor", credentials, new FakeControlPlane(), keys)));
  private final KeyWatch watch = new KeyWatch(services, lookups);

  private static StreamOpener.VerifiedStream stream(String name, KmsKeyId key) {
    return new StreamOpener.VerifiedStream(
        StreamSpec.builder(StreamName.of(name), Camera.VIDEO).build(),
        Camera.description().build(),
        Camera.ARN,
        Optional.of(new NamedKey(key, new KeyFound(Keys.good(Keys.CAMERA)))),
        Camera.ENDPOINT);
  }

  private void pass(Duration time) {
    clock.advance(time);
    credentials.give(Camera.credentialsUntil(clock.instant().plus(Duration.ofHours(1))));
    executor.advance(time);
  }

  private Decision decision() {
    return Objects.requireNonNull(gate.report(List.of()).decisions().get(Control.KMS_04));
  }

  @Test
  @ProvesSatisfied("KMS-04")
  void key_isLookedAtEveryQuarterOfAnHourOnceForAllStreams() {
    watch.add(stream("front-door", Camera.KEY));
    watch.add(stream("back-door", Camera.KEY));

    pass(PERIOD.minusSeconds(1));
    assertThat(keys.asked()).isEmpty();
    for (int look = 1; look <= 4; look++) {
      pass(look == 1 ? Duration.ofSeconds(1) : PERIOD);
      assertThat(keys.asked()).hasSize(look).containsOnly(Camera.KEY);
    }
    assertThat(decision()).isInstanceOf(Decision.Satisfied.class);
    assertThat(events.of(IngestEvent.KeyEndangered.class)).isEmpty();
  }

  @Test
  @ProvesViolated("KMS-04")
  void keyThatIsScheduledForDeletion_isWarnedOfWithTheStreamsItIsAbout() {
    watch.add(stream("front-door", Camera.KEY));
    watch.add(stream("back-door", Camera.KEY));
    keys.describing(Keys.deletedAt(Camera.NOW.plus(Duration.ofDays(7))));

    pass(PERIOD);

    assertThat(events.of(IngestEvent.KeyEndangered.class))
        .containsExactly(
            new IngestEvent.KeyEndangered(
                Camera.KEY,
                Set.of(StreamName.of("front-door"), StreamName.of("back-door")),
                "a key that is deleted at " + Camera.NOW.plus(Duration.ofDays(7))));
    assertThat(decision()).isInstanceOf(Decision.Violated.class);
  }

  @Test
  @ProvesViolated("KMS-04")
  void aliasThatIsPointedElsewhere_isWarnedOf() {
    KmsKeyId alias = KmsKeyId.of("arn:aws:kms:eu-central-1:123456789012:alias/camera");
    watch.add(stream("front-door", alias));
    keys.meaning(alias.value(), Keys.OTHER);

    pass(PERIOD);

    assertThat(events.of(IngestEvent.KeyEndangered.class)).hasSize(1);
  }

  @Test
  void goodKeyOfAnotherStream_hidesNoEndangeredOneUntilItsStreamIsClosed() {
    KmsKeyId alias = KmsKeyId.of("arn:aws:kms:eu-central-1:123456789012:alias/camera");
    StreamName endangered = StreamName.of("front-door");
    gate.begin(endangered);
    gate.begin(StreamName.of("back-door"));
    watch.add(stream("front-door", alias));
    watch.add(stream("back-door", Camera.KEY));
    keys.meaning(alias.value(), Keys.OTHER);

    pass(PERIOD);
    assertThat(keys.asked()).endsWith(Camera.KEY);
    assertThat(decision()).isInstanceOf(Decision.Violated.class);

    watch.remove(endangered);
    gate.end(endangered);
    assertThat(decision()).isInstanceOf(Decision.Satisfied.class);
  }

  @Test
  void keyOfTheLastStreamThatIsClosed_isNotLookedAtAnyMore() {
    watch.add(stream("front-door", Camera.KEY));
    watch.add(stream("back-door", Camera.KEY));

    watch.remove(StreamName.of("front-door"));
    pass(PERIOD);
    assertThat(keys.asked()).hasSize(1);

    watch.remove(StreamName.of("back-door"));
    pass(PERIOD.multipliedBy(3));
    assertThat(keys.asked()).hasSize(1);
  }

  @Test
  void keyThatAwsManages_isNeverLookedAt() {
    watch.add(stream("front-door", KmsKeyId.of("alias/aws/kinesisvideo")));

    pass(PERIOD);

    assertThat(executor.delays()).isEmpty();
    assertThat(keys.asked()).isEmpty();
  }

  @Test
  void kmsThatIsNotHeard_isAskedAgainInHalfAMinute() throws Exception {
    keys.failing(new ControlPlaneException("NoAnswer", true, "no route"));
    KeyLookup first = lookups.lookup(Camera.KEY);
    keys.answering();

    assertThat(((KeyUnanswered) first).reason()).contains("no route");
    assertThat(lookups.lookup(Camera.KEY)).isEqualTo(first);
    clock.advance(Duration.ofSeconds(30));
    assertThat(lookups.lookup(Camera.KEY)).isInstanceOf(KeyFound.class);
  }

  @Test
  void callThatIsDenied_isNotRepeatedForHours() {
    keys.denying();
    watch.add(stream("front-door", Camera.KEY));

    pass(PERIOD);
    pass(PERIOD);
    pass(PERIOD);

    assertThat(keys.asked()).hasSize(1);
    assertThat(decision()).isInstanceOf(Decision.NotEvaluated.class);
    assertThat(((Decision.NotEvaluated) decision()).reason()).contains("kms:DescribeKey");
  }

  @Test
  void auditorWithBadCredentials_isNotUsedAndTheWatchGoesOn() {
    watch.add(stream("front-door", Camera.KEY));
    credentials.give(
        SessionCredentials.of(
            "AKIAEXAMPLEEXAMPLE01", Camera.SECRET, Optional.empty(), Optional.empty()));
    clock.advance(PERIOD);
    executor.advance(PERIOD);
    assertThat(keys.asked()).isEmpty();

    pass(PERIOD);
    assertThat(keys.asked()).hasSize(1);
  }

  @Test
  void auditorWhoIsNotAdmittedAnyMore_leavesNoOldVerdictStanding() {
    watch.add(stream("front-door", Camera.KEY));
    pass(PERIOD);
    assertThat(decision()).isInstanceOf(Decision.Satisfied.class);

    credentials.fail(new ControlPlaneException("NoCredentials", true, "the role is gone"));
    clock.advance(PERIOD);
    executor.advance(PERIOD);

    assertThat(decision())
        .isInstanceOfSatisfying(
            Decision.NotEvaluated.class,
            open -> assertThat(open.reason()).contains("the role is gone"));
  }

  @Test
  void withoutAnAuditor_nothingIsAskedAndNothingIsScheduled() throws Exception {
    KeyLookups nobody = new KeyLookups(services, Optional.empty());
    new KeyWatch(services, nobody).add(stream("front-door", Camera.KEY));

    assertThat(executor.delays()).isEmpty();
    assertThat(((KeyUnanswered) nobody.lookup(Camera.KEY)).reason()).contains("keysDescribedBy");
  }
}
