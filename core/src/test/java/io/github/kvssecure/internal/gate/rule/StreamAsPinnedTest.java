package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.Keys;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyFound;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyUnanswered;
import io.github.kvssecure.internal.gate.rule.KeyFacts.NamedKey;
import io.github.kvssecure.internal.gate.rule.KeyFacts.PinnedStream;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.stream.KeyArn;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamPin;
import io.github.kvssecure.stream.StreamStatus;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamAsPinnedTest {

  private static final StreamPin PIN = new StreamPin(Camera.ARN, Keys.CAMERA);
  private static final String ALIAS = "arn:aws:kms:eu-central-1:123456789012:alias/camera";

  private final GateTrial trial = GateTrial.of(Control.KMS_06);

  private static PinnedStream pinned(String arn, NamedKey key) {
    return new PinnedStream(
        Camera.STREAM,
        Optional.of(PIN),
        Optional.of(StreamDescription.builder(arn, StreamStatus.ACTIVE).build()),
        Optional.of(key));
  }

  private static NamedKey unresolved(String name) {
    return new NamedKey(KmsKeyId.of(name), new KeyUnanswered("nobody may describe keys"));
  }

  private static NamedKey alias(KeyArn meaning) {
    return new NamedKey(KmsKeyId.of(ALIAS), new KeyFound(Keys.good(meaning)));
  }

  @ParameterizedTest
  @CsvSource({
    "eu-central-1:123456789012:stream/front-door/1780000001, deleted and made again",
    "eu-central-1:999999999999:stream/front-door/1780000000, another stream",
    "us-east-1:123456789012:stream/front-door/1780000000, another stream",
    "eu-central-1:123456789012:stream/back-door/1780000000, another stream",
    "eu-central-1:123456789012:channel/front-door/1780000000, another shape"
  })
  @ProvesViolated("KMS-06")
  void anotherStreamOfTheName_isRefused(String rest, String problem) {
    Violation violation =
        trial.refused(
            Rules.PIN, pinned("arn:aws:kinesisvideo:" + rest, unresolved(Keys.CAMERA.value())));

    assertThat(violation.found()).contains(problem);
    assertThat(violation.required()).contains(Camera.ARN.value()).contains(Keys.CAMERA.value());
    assertThat(violation.remedy()).contains("PinFile.at(path).repin(oldPin, newPin)");
  }

  @Test
  @ProvesViolated("KMS-06")
  void streamThatIsGone_isRefusedRatherThanMadeAgain() {
    PinnedStream facts =
        new PinnedStream(Camera.STREAM, Optional.of(PIN), Optional.empty(), Optional.empty());

    assertThat(trial.refused(Rules.PIN, facts).found()).contains("deleted");
  }

  @Test
  @ProvesViolated("KMS-06")
  void anotherKey_isRefused() {
    assertThat(
            trial
                .refused(Rules.PIN, pinned(Camera.ARN.value(), unresolved(Keys.OTHER.value())))
                .found())
        .contains(Keys.OTHER.value());
    assertThat(trial.refused(Rules.PIN, pinned(Camera.ARN.value(), alias(Keys.OTHER))).found())
        .contains(Keys.OTHER.value());
  }

  @Test
  @ProvesSatisfied("KMS-06")
  void thePinnedStream_isLetThrough() {
    assertThat(
            trial.satisfiedAlone(
                Rules.PIN, pinned(Camera.ARN.value(), unresolved(Keys.CAMERA.value()))))
        .isEqualTo(PIN.toString());
    assertThat(trial.satisfiedAlone(Rules.PIN, pinned(Camera.ARN.value(), alias(Keys.CAMERA))))
        .isEqualTo(PIN.toString());
  }

  @Test
  void keyThatNobodyMayResolve_isRefusedByStrict() {
    PinnedStream facts = pinned(Camera.ARN.value(), unresolved(ALIAS));

    assertThat(trial.notEvaluated(Rules.PIN, facts)).contains(ALIAS);
    assertThat(trial.refusesUnevaluated(Rules.PIN, facts)).isTrue();
  }

  @Test
  void streamWithoutAPin_isNotEvaluated() {
    PinnedStream facts =
        new PinnedStream(
            Camera.STREAM,
            Optional.empty(),
            Optional.of(Camera.description().build()),
            Optional.of(unresolved(Keys.CAMERA.value())));

    assertThat(trial.notEvaluated(Rules.PIN, facts)).contains("pins nothing");
  }
}
