package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.internal.gate.rule.Facts.ReportedStream;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamStatus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamArnSaneTest {

  private static final String FRANKFURT = "arn:aws:kinesisvideo:eu-central-1:123456789012:";

  private final GateTrial trial = GateTrial.of(Control.IAM_11);

  private static ReportedStream reported(String arn) {
    return new ReportedStream(
        Camera.spec().build(),
        StreamDescription.builder(arn, StreamStatus.ACTIVE).build(),
        Camera.REGION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "front-door",
        "arn",
        FRANKFURT + "stream/front-door",
        FRANKFURT + "stream/front-door/",
        FRANKFURT + "stream/front-door/x",
        FRANKFURT + "stream//1",
        FRANKFURT + "channel/front-door/1",
        FRANKFURT + "stream/front-door/1/2",
        FRANKFURT + "stream/front-door/1\n",
        FRANKFURT + "stream/back-door/1",
        FRANKFURT + "stream/Front-Door/1",
        FRANKFURT + "stream/front-door2/1",
        "arn:aws:kinesisvideo:us-east-1:123456789012:stream/front-door/1",
        "arn:aws-cn:kinesisvideo:eu-central-1:123456789012:stream/front-door/1",
        "arn:aws:kinesis:eu-central-1:123456789012:stream/front-door/1",
        "arn:aws:kinesisvideo:eu-central-1:12345678901:stream/front-door/1",
        "arn:aws:kinesisvideo:eu-central-1::stream/front-door/1",
        " " + FRANKFURT + "stream/front-door/1"
      })
  @ProvesViolated("IAM-11")
  void arnOfAnotherShapeOrStream_isRefused(String arn) {
    Violation violation = trial.refused(Rules.REPORTED_STREAM, reported(arn));

    assertThat(violation.subject()).isEqualTo("stream front-door");
    assertThat(violation.found()).doesNotContain("\n");
    assertThat(violation.required())
        .isEqualTo("arn:aws:kinesisvideo:eu-central-1:ACCOUNT:stream/front-door/CREATION");
    assertThat(violation.remedy()).contains("AwsRegion");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {FRANKFURT + "stream/front-door/1", FRANKFURT + "stream/front-door/1780000000000"})
  @ProvesSatisfied("IAM-11")
  void arnOfTheStreamThatWasAskedFor_isLetThrough(String arn) {
    assertThat(trial.satisfiedAlone(Rules.REPORTED_STREAM, reported(arn))).isEqualTo(arn);
  }
}
