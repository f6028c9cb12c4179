package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.internal.gate.rule.ResilienceFacts.AckGap;
import io.github.kvssecure.internal.gate.rule.ResilienceFacts.EndpointAnswer;
import io.github.kvssecure.internal.gate.rule.ResilienceFacts.EndpointInUse;
import io.github.kvssecure.internal.gate.rule.ResilienceFacts.Failed;
import io.github.kvssecure.internal.gate.rule.ResilienceFacts.Freed;
import io.github.kvssecure.internal.gate.rule.ResilienceFacts.OpeningCalls;
import io.github.kvssecure.internal.gate.rule.ResilienceFacts.Quiet;
import io.github.kvssecure.internal.gate.rule.ResilienceFacts.UploadLife;
import io.github.kvssecure.internal.gate.rule.ResilienceFacts.Writers;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.stream.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rules about the life of an open stream, by themselves; in action: see the tests of the session.
 */
class ResilienceRulesTest {

  private static GateTrial blocking(Control control) {
    return GateTrial.of(control).under(SecurityPolicy.strict().raise(control, Severity.BLOCK));
  }

  @ParameterizedTest
  @CsvSource({"BUFFERING, 24", "RECEIVED, 24", "BUFFERING, 0"})
  @ProvesViolated("RES-03")
  void mediaThatIsForgottenTooEarly_isNamed(Acknowledgement.Type reached, int hours) {
    Freed facts = new Freed(Camera.STREAM, reached, Retention.ofHours(hours));

    assertThat(blocking(Control.RES_03).refused(ResilienceRules.FREED, facts).found())
        .contains(reached.name());
  }

  @ParameterizedTest
  @CsvSource({"PERSISTED, 24", "RECEIVED, 0"})
  @ProvesSatisfied("RES-03")
  void mediaThatIsStored_mayBeForgotten(Acknowledgement.Type reached, int hours) {
    Freed facts = new Freed(Camera.STREAM, reached, Retention.ofHours(hours));

    assertThat(blocking(Control.RES_03).satisfied(ResilienceRules.FREED, facts))
        .contains(reached.name());
  }

  private static UploadLife life(Duration age, Optional<Duration> credentialsLeft) {
    Instant ended = Camera.NOW;
    return new UploadLife(Camera.STREAM, age, credentialsLeft.map(ended::plus), ended);
  }

  @Test
  @ProvesViolated("RES-04")
  void connectionThatIsUsedTooLong_isNamed() {
    GateTrial trial = blocking(Control.RES_04);

    assertThat(
            trial
                .refused(
                    ResilienceRules.UPLOAD_LIFE, life(Duration.ofMinutes(45), Optional.empty()))
                .found())
        .contains("45 minutes");
    assertThat(
            trial
                .refused(
                    ResilienceRules.UPLOAD_LIFE,
                    life(Duration.ofMinutes(5), Optional.of(Duration.ZERO)))
                .remedy())
        .contains("assumeRole");
  }

  @Test
  @ProvesSatisfied("RES-04")
  void connectionThatIsReplacedInTime_isLetThrough() {
    assertThat(
            blocking(Control.RES_04)
                .satisfied(
                    ResilienceRules.UPLOAD_LIFE,
                    life(Duration.ofMinutes(44), Optional.of(Duration.ofSeconds(1)))))
        .contains("2640 s");
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 30, 3600})
  @ProvesViolated("RES-05")
  void uploadOverWhichNothingIsSent_isNamed(int seconds) {
    Quiet facts = new Quiet(Camera.STREAM, Duration.ofSeconds(seconds));

    assertThat(blocking(Control.RES_05).refused(ResilienceRules.QUIET, facts).found())
        .contains(seconds + " s");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 19})
  @ProvesSatisfied("RES-05")
  void uploadInUse_isLetThrough(int seconds) {
    Quiet facts = new Quiet(Camera.STREAM, Duration.ofSeconds(seconds));

    assertThat(blocking(Control.RES_05).satisfied(ResilienceRules.QUIET, facts)).contains("in use");
  }

  @Test
  @ProvesViolated("RES-06")
  void failureThatDoesNotPass_isNamedWithItsCause() {
    Failed facts = new Failed(Camera.STREAM, "HTTP 404 ResourceNotFoundException", false);

    assertThat(blocking(Control.RES_06).refused(ResilienceRules.FAILED, facts).found())
        .contains("ResourceNotFoundException");
  }

  @Test
  @ProvesSatisfied("RES-06")
  void failureThatPasses_isTriedAgain() {
    Failed facts = new Failed(Camera.STREAM, "HTTP 503 ServiceUnavailable", true);

    assertThat(blocking(Control.RES_06).satisfied(ResilienceRules.FAILED, facts))
        .contains("after a pause");
  }

  @Test
  @ProvesViolated("RES-07")
  void endpointThatIsRefusedAgain_isNamed() {
    EndpointInUse facts =
        new EndpointInUse(Camera.STREAM, Camera.HOST, EndpointAnswer.REFUSED_AGAIN);

    assertThat(blocking(Control.RES_07).refused(ResilienceRules.ENDPOINT_IN_USE, facts).found())
        .contains(Camera.HOST);
  }

  @ParameterizedTest
  @EnumSource(
      value = EndpointAnswer.class,
      names = {"TAKEN", "REFUSED"})
  @ProvesSatisfied("RES-07")
  void endpointThatIsTakenOrAskedForAgain_isLetThrough(EndpointAnswer answer) {
    EndpointInUse facts = new EndpointInUse(Camera.STREAM, Camera.HOST, answer);

    assertThat(blocking(Control.RES_07).satisfied(ResilienceRules.ENDPOINT_IN_USE, facts))
        .contains(Camera.HOST);
  }

  @Test
  @ProvesViolated("RES-09")
  void secondWriter_isNamed() {
    assertThat(
            blocking(Control.RES_09)
                .refused(ResilienceRules.WRITERS, new Writers(Camera.ARN, 1))
                .found())
        .contains("2 producers");
  }

  @Test
  @ProvesSatisfied("RES-09")
  void loneWriter_isLetThrough() {
    assertThat(
            blocking(Control.RES_09).satisfied(ResilienceRules.WRITERS, new Writers(Camera.ARN, 0)))
        .contains("nobody else");
  }

  @ParameterizedTest
  @CsvSource({"4, 0", "14, 10"})
  @ProvesViolated("RES-10")
  void tooManyCalls_areNamed(long count, int seconds) {
    OpeningCalls facts =
        new OpeningCalls(
            Camera.STREAM,
            Map.of("kinesisvideo:DescribeStream", count),
            Duration.ofSeconds(seconds));

    assertThat(blocking(Control.RES_10).refused(ResilienceRules.OPENING_CALLS, facts).found())
        .contains(count + " calls");
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "3, 0", "13, 10"})
  @ProvesSatisfied("RES-10")
  void fewCalls_areLetThrough(long count, int seconds) {
    OpeningCalls facts =
        new OpeningCalls(
            Camera.STREAM,
            Map.of("kinesisvideo:DescribeStream", count),
            Duration.ofSeconds(seconds));

    assertThat(blocking(Control.RES_10).satisfied(ResilienceRules.OPENING_CALLS, facts))
        .contains("DescribeStream=" + count);
  }

  @Test
  @ProvesViolated("MON-06")
  void fragmentWithoutAcknowledgement_isNamed() {
    AckGap facts = new AckGap(Camera.STREAM, Optional.of(1780000000000L), Duration.ofSeconds(30));

    assertThat(blocking(Control.MON_06).refused(ResilienceRules.ACK_GAP, facts).found())
        .contains("1780000000000");
  }

  @Test
  @ProvesSatisfied("MON-06")
  void fragmentThatWaitsAsUsual_isLetThrough() {
    AckGap facts = new AckGap(Camera.STREAM, Optional.of(1L), Duration.ofSeconds(29));

    assertThat(blocking(Control.MON_06).satisfied(ResilienceRules.ACK_GAP, facts))
        .contains("no fragment waits");
  }
}
