package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.identity.IamPolicyDocument;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObsoletePolicySpellingTest {

  private static final GateTrial ENFORCING =
      GateTrial.of(Control.KMS_11)
          .under(SecurityPolicy.strict().raise(Control.KMS_11, Severity.BLOCK));

  private static IamPolicyDocument allowing(String action) {
    return new IamPolicyDocument(
        "camera-role.json",
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*",
          "Action": ["kinesisvideo:DescribeStream", "%s"]}]}
        """
            .formatted(action));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kinesis-video:PutMedia",
        "kinesis-video:*",
        "Kinesis-Video:PutMedia",
        "kinesis\\u002dvideo:PutMedia",
        "kinesisvideo:GetStreamingEndpoint",
        "KinesisVideo:getstreamingendpoint"
      })
  @ProvesViolated("KMS-11")
  void nameThatMatchesNothing_isFound(String action) {
    List<IamPolicyDocument> documents =
        List.of(allowing("kinesisvideo:PutMedia"), allowing(action));

    Violation violation = ENFORCING.refused(Rules.IAM_DOCUMENTS, documents);

    assertThat(violation.subject()).isEqualTo("IAM document camera-role.json");
    assertThat(violation.remedy()).contains("GetDataEndpoint");
    assertThat(GateTrial.of(Control.KMS_11).warned(Rules.IAM_DOCUMENTS, documents)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kinesisvideo:PutMedia",
        "kinesisvideo:GetDataEndpoint",
        "kinesisvideo:*",
        "kms:GenerateDataKey",
        "not-kinesis-video:at-the-beginning"
      })
  @ProvesSatisfied("KMS-11")
  void nameThatExists_isLetThrough(String action) {
    assertThat(ENFORCING.satisfiedAlone(Rules.IAM_DOCUMENTS, List.of(allowing(action))))
        .contains("1 documents");
  }

  @Test
  void noDocument_isNotEvaluated() {
    assertThat(ENFORCING.notEvaluated(Rules.IAM_DOCUMENTS, List.of())).contains("reviewing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "Statement:\n- Effect: Allow\n  Action: kinesis-video:GetMedia\n",
        "Statement:\n- Effect: \"Allow\"\n  Action: kinesis-video:GetMedia\n"
      })
  void textWithoutAnActionInQuotes_isNotEvaluated(String text) {
    List<IamPolicyDocument> documents =
        List.of(allowing("kinesisvideo:PutMedia"), new IamPolicyDocument("role.yaml", text));

    assertThat(ENFORCING.notEvaluated(Rules.IAM_DOCUMENTS, documents)).contains("role.yaml");
  }

  @Test
  void obsoleteNameInQuotes_isFoundInAnyText() {
    IamPolicyDocument yaml =
        new IamPolicyDocument("role.yaml", "Action: [\"kinesis-video:GetMedia\"]");

    assertThat(ENFORCING.refused(Rules.IAM_DOCUMENTS, List.of(yaml)).found())
        .contains("kinesis-video:GetMedia");
  }

  @Test
  void everyDocument_isNamed() {
    Violation violation =
        ENFORCING.refused(
            Rules.IAM_DOCUMENTS,
            List.of(
                allowing("kinesis-video:PutMedia"),
                new IamPolicyDocument("empty", ""),
                new IamPolicyDocument("key.json", "\"kinesis-video:GetMedia\"")));

    assertThat(violation.subject()).isEqualTo("IAM documents camera-role.json, key.json");
    assertThat(violation.found())
        .contains("camera-role.json: [kinesis-video:PutMedia]")
        .contains("key.json: [kinesis-video:GetMedia]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "\"", "\"\\", "no json at all", "\"\\u12\""})
  void documentThatIsNoJson_isReadAsFarAsItGoes(String json) {
    assertThat(new IamPolicyDocument("broken", json).texts()).hasSizeLessThanOrEqualTo(1);
  }
}
