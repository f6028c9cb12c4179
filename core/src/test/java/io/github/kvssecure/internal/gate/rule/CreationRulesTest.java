package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.Keys;
import io.github.kvssecure.internal.gate.rule.CreationFacts.CreationRequest;
import io.github.kvssecure.internal.gate.rule.CreationFacts.Deletion;
import io.github.kvssecure.internal.gate.rule.CreationFacts.NewStream;
import io.github.kvssecure.internal.gate.rule.CreationFacts.RetentionUpdate;
import io.github.kvssecure.internal.gate.rule.CreationFacts.StreamToAdopt;
import io.github.kvssecure.internal.gate.rule.CreationFacts.TagsToSet;
import io.github.kvssecure.internal.gate.rule.Facts.RetentionUse;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyFound;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyUnanswered;
import io.github.kvssecure.internal.gate.rule.KeyFacts.NamedKey;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.stream.KeyArn;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.RetentionChange;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamStatus;
import io.github.kvssecure.stream.StreamVersion;
import io.github.kvssecure.stream.Tags;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CP-01 to CP-05, CMP-03 and RES-01: making, changing and deleting streams. */
class CreationRulesTest {

  private static final StreamVersion VERSION = new StreamVersion("v1");
  private static final Violation NO_KEY =
      new Violation(Control.KMS_01, "stream front-door", "no key", "a key", "name one");

  private static NamedKey named(String name) {
    return new NamedKey(KmsKeyId.of(name), new KeyUnanswered("nobody may describe keys"));
  }

  private static NamedKey alias(KeyArn meaning) {
    return new NamedKey(
        KmsKeyId.of("arn:aws:kms:eu-central-1:123456789012:alias/camera"),
        new KeyFound(Keys.good(meaning)));
  }

  @Test
  @ProvesViolated("CP-01")
  void requestWithARefusedPart_isRefusedWhole() {
    Violation violation =
        GateTrial.of(Control.CP_01)
            .refused(
                Rules.CREATION,
                new CreationRequest(
                    Camera.spec().build(),
                    List.of(Control.KMS_01, Control.CMP_02),
                    List.of(NO_KEY)));

    assertThat(violation.found()).contains("[KMS-01]");
    assertThat(violation.required()).contains("[KMS-01, CMP-02]");
  }

  @Test
  @ProvesSatisfied("CP-01")
  void requestWithoutARefusedPart_isLetThrough() {
    assertThat(
            GateTrial.of(Control.CP_01)
                .satisfiedAlone(
                    Rules.CREATION,
                    new CreationRequest(Camera.spec().build(), List.of(Control.KMS_01), List.of())))
        .contains("KMS-01");
  }

  private static NewStream made(StreamDescription.Builder description, NamedKey actual) {
    return new NewStream(
        Camera.spec().build(),
        Camera.ARN,
        description.build(),
        Optional.of(named(Keys.CAMERA.value())),
        Optional.of(actual));
  }

  @Test
  @ProvesViolated("CP-02")
  void newStreamThatIsNotWhatWasAskedFor_isNotUsed() {
    GateTrial trial = GateTrial.of(Control.CP_02);
    NamedKey right = named(Keys.CAMERA.value());

    assertThat(
            trial
                .refused(
                    Rules.NEW_STREAM,
                    made(Camera.description().retention(Retention.ofHours(1)), right))
                .found())
        .isEqualTo("retention 1 h in place of 24 h");
    assertThat(
            trial
                .refused(
                    Rules.NEW_STREAM, made(Camera.description().mediaType("video/h265"), right))
                .found())
        .isEqualTo("media type video/h265 in place of video/h264");
    for (NamedKey wrong :
        List.of(
            named(Keys.OTHER.value()),
            alias(Keys.OTHER),
            named("arn:aws:kms:eu-central-1:123456789012:alias/aws/kinesisvideo"))) {
      assertThat(trial.refused(Rules.NEW_STREAM, made(Camera.description(), wrong)).found())
          .contains("in place of " + Keys.CAMERA);
    }
  }

  @Test
  @ProvesSatisfied("CP-02")
  void newStreamThatIsWhatWasAskedFor_isUsed() {
    GateTrial trial = GateTrial.of(Control.CP_02);

    for (NamedKey right : List.of(named(Keys.CAMERA.value()), alias(Keys.CAMERA))) {
      assertThat(trial.satisfiedAlone(Rules.NEW_STREAM, made(Camera.description(), right)))
          .contains("what was asked for");
    }
  }

  @Test
  void newStreamWithoutAKeyOfItsOwn_mustHaveTheKeyOfAws() {
    GateTrial trial = GateTrial.of(Control.CP_02);
    NamedKey managed = named("arn:aws:kms:eu-central-1:123456789012:alias/aws/kinesisvideo");

    for (NamedKey actual : List.of(managed, named(Keys.OTHER.value()))) {
      NewStream facts =
          new NewStream(
              Camera.spec().build(),
              Camera.ARN,
              Camera.description().build(),
              Optional.empty(),
              Optional.of(actual));
      if (actual.name().isAwsManagedAlias()) {
        assertThat(trial.satisfiedAlone(Rules.NEW_STREAM, facts)).isNotBlank();
      } else {
        assertThat(trial.refused(Rules.NEW_STREAM, facts).found()).contains("AWS manages");
      }
    }
  }

  @Test
  void newStreamWithAnAliasThatNobodyMayResolve_isRefusedByStrict() {
    NewStream facts =
        made(Camera.description(), named("arn:aws:kms:eu-central-1:123456789012:alias/camera"));

    assertThat(GateTrial.of(Control.CP_02).notEvaluated(Rules.NEW_STREAM, facts)).isNotBlank();
    assertThat(GateTrial.of(Control.CP_02).refusesUnevaluated(Rules.NEW_STREAM, facts)).isTrue();
  }

  @Test
  @ProvesViolated("CP-03")
  void streamThatIsThereAndRefused_isNotAdopted() {
    assertThat(
            GateTrial.of(Control.CP_03)
                .refused(Rules.ADOPTION, new StreamToAdopt(Camera.STREAM, List.of(NO_KEY)))
                .found())
        .contains("[KMS-01]");
  }

  @Test
  @ProvesSatisfied("CP-03")
  void streamThatMeetsThePolicy_isAdopted() {
    assertThat(
            GateTrial.of(Control.CP_03)
                .satisfiedAlone(Rules.ADOPTION, new StreamToAdopt(Camera.STREAM, List.of())))
        .contains("meets the policy");
  }

  private static RetentionUpdate update(int from, int to) {
    return new RetentionUpdate(
        Camera.STREAM, new RetentionChange(Retention.ofHours(from), Retention.ofHours(to)));
  }

  @ParameterizedTest
  @CsvSource({"24, 0", "1, 0"})
  @ProvesViolated("CP-04")
  void decreaseBelowThePolicy_isRefused(int from, int to) {
    assertThat(
            GateTrial.of(Control.CP_04).refused(Rules.RETENTION_UPDATE, update(from, to)).found())
        .isEqualTo("a change from " + from + " h to " + to + " h");
  }

  @ParameterizedTest
  @CsvSource({"24, 1", "24, 24", "0, 1", "24, 100"})
  @ProvesSatisfied("CP-04")
  void changeWithinThePolicy_isLetThrough(int from, int to) {
    assertThat(GateTrial.of(Control.CP_04).satisfiedAlone(Rules.RETENTION_UPDATE, update(from, to)))
        .contains(to + " h");
  }

  private static StreamDescription at(String arn, Optional<StreamVersion> version) {
    StreamDescription.Builder builder = StreamDescription.builder(arn, StreamStatus.ACTIVE);
    version.ifPresent(builder::version);
    return builder.build();
  }

  @Test
  @ProvesViolated("CP-05")
  void deletionOfSomethingElseThanWasSeen_isRefused() {
    GateTrial trial = GateTrial.of(Control.CP_05);
    StreamDescription seen = at(Camera.ARN.value(), Optional.of(VERSION));
    String madeAgain = Camera.ARN.value() + "1";

    for (Deletion deletion :
        List.of(
            new Deletion(at("front-door", Optional.of(VERSION)), Optional.of(seen)),
            new Deletion(at(Camera.ARN.value(), Optional.empty()), Optional.of(seen)),
            new Deletion(seen, Optional.empty()),
            new Deletion(seen, Optional.of(at(madeAgain, Optional.of(VERSION)))),
            new Deletion(seen, Optional.of(at(Camera.ARN.value(), Optional.empty()))),
            new Deletion(
                seen, Optional.of(at(Camera.ARN.value(), Optional.of(new StreamVersion("v2"))))))) {
      assertThat(trial.refused(Rules.DELETION, deletion).remedy())
          .startsWith("nothing was deleted");
    }
  }

  @Test
  @ProvesSatisfied("CP-05")
  void deletionOfWhatWasSeen_isLetThrough() {
    StreamDescription seen = at(Camera.ARN.value(), Optional.of(VERSION));

    assertThat(
            GateTrial.of(Control.CP_05)
                .satisfiedAlone(Rules.DELETION, new Deletion(seen, Optional.of(seen))))
        .contains(Camera.ARN.value())
        .contains("v1");
  }

  private static GateTrial tagged(String... keys) {
    return GateTrial.of(Control.CMP_03)
        .under(SecurityPolicy.strict().withMandatoryTags(Set.of(keys)));
  }

  @Test
  @ProvesViolated("CMP-03")
  void missingOrEmptyMandatoryTag_isRefused() {
    Violation violation =
        tagged("owner", "purpose", "class")
            .refused(
                Rules.TAGS,
                new TagsToSet(Camera.STREAM, Tags.of("owner", "door team").with("class", " ")));

    assertThat(violation.found()).isEqualTo("no value for the tags [class, purpose]");
    assertThat(violation.remedy()).isEqualTo(".tag(\"class\", value)");
  }

  @Test
  @ProvesSatisfied("CMP-03")
  void mandatoryTags_areLetThrough() {
    assertThat(
            tagged("owner")
                .satisfiedAlone(
                    Rules.TAGS,
                    new TagsToSet(Camera.STREAM, Tags.of("owner", "me").with("more", ""))))
        .contains("owner");
  }

  @Test
  void policyWithoutMandatoryTags_leavesThemUnevaluated() {
    assertThat(
            GateTrial.of(Control.CMP_03)
                .notEvaluated(Rules.TAGS, new TagsToSet(Camera.STREAM, Tags.none())))
        .contains(".withMandatoryTags(...)");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @ProvesViolated("RES-01")
  void retentionOfZero_isWarnedOf(boolean creating) {
    RetentionUse facts = new RetentionUse(Camera.STREAM, Optional.of(Retention.NONE), creating);

    assertThat(GateTrial.of(Control.RES_01).warned(Rules.RETENTION, facts)).isTrue();
    assertThat(
            GateTrial.of(Control.RES_01)
                .under(SecurityPolicy.baseline().raise(Control.RES_01, Severity.BLOCK))
                .refused(Rules.RETENTION, facts)
                .found())
        .contains("nothing is stored");
  }

  @Test
  @ProvesSatisfied("RES-01")
  void retentionOfAnHour_isLetThrough() {
    assertThat(
            GateTrial.of(Control.RES_01)
                .satisfiedAlone(
                    Rules.RETENTION,
                    new RetentionUse(Camera.STREAM, Optional.of(Retention.ofHours(1)), false)))
        .contains("1 h");
  }

  @Test
  void retentionThatNobodyNames_isZeroForANewStreamAndOpenForAnother() {
    assertThat(
            GateTrial.of(Control.RES_01)
                .warned(Rules.RETENTION, new RetentionUse(Camera.STREAM, Optional.empty(), true)))
        .isTrue();
    assertThat(
            GateTrial.of(Control.RES_01)
                .notEvaluated(
                    Rules.RETENTION, new RetentionUse(Camera.STREAM, Optional.empty(), false)))
        .contains("what the service reports");
  }
}
