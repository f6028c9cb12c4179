package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.identity.IamPolicyDocument;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExistingPermissionsTest {

  private static final String STREAM = "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/cam1";

  private final GateTrial trial =
      GateTrial.of(Control.BP_09)
          .under(SecurityPolicy.strict().raise(Control.BP_09, Severity.BLOCK));

  private static List<IamPolicyDocument> document(String action, String resource) {
    return List.of(
        new IamPolicyDocument(
            "role.json",
            """
            {"Version":"2012-10-17","Statement":[{"Sid":"GetStreamingEndpoint","Effect":"Allow",
             "Action":"%s","Resource":"%s"}]}"""
                .formatted(action, resource)));
  }

  @ParameterizedTest
  @CsvSource({
    "kinesisvideo:GetStreamingEndpoint, " + STREAM + "/*",
    "kinesis-video:PutMedia, " + STREAM + "/*",
    "kinesisvideo:PutMedia, " + STREAM
  })
  @ProvesViolated("BP-09")
  void statementThatMatchesNothing_isFound(String action, String resource) {
    assertThat(trial.refused(Rules.IAM_DOCUMENTS, document(action, resource)).subject())
        .isEqualTo("IAM document role.json");
  }

  @Test
  @ProvesSatisfied("BP-09")
  void statementThatMatches_isLetThrough() {
    trial.satisfied(Rules.IAM_DOCUMENTS, document("kinesisvideo:GetDataEndpoint", STREAM + "/*"));
  }

  @Test
  void conditionKeyThatDoesNotExist_isFound() {
    IamPolicyDocument document =
        new IamPolicyDocument(
            "role.json",
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kinesisvideo:PutMedia",
             "Resource":"%s/*","Condition":{"StringEquals":{"kinesisvideo:KmsKeyId":"k"}}}]}"""
                .formatted(STREAM));

    assertThat(trial.refused(Rules.IAM_DOCUMENTS, List.of(document)).found())
        .contains("kinesisvideo:KmsKeyId");
  }

  @Test
  void everyDocument_isNamed() {
    List<IamPolicyDocument> documents = new ArrayList<>();
    documents.addAll(document("kinesis-video:PutMedia", STREAM + "/*"));
    documents.add(new IamPolicyDocument("broken.json", "{"));
    documents.add(
        new IamPolicyDocument(
            "key.json",
            "{\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"kinesis-video:*\",\"Resource\":\"*\"}}"));

    Violation violation = trial.refused(Rules.IAM_DOCUMENTS, documents);

    assertThat(violation.subject()).isEqualTo("IAM documents role.json, key.json");
    assertThat(violation.found())
        .contains("role.json: [kinesis-video:PutMedia]")
        .contains("key.json: [kinesis-video:*]");
  }

  @Test
  void documentThatCannotBeRead_isNotEvaluated() {
    assertThat(
            trial.notEvaluated(
                Rules.IAM_DOCUMENTS, List.of(new IamPolicyDocument("broken.json", "{"))))
        .contains("broken.json");
    assertThat(trial.notEvaluated(Rules.IAM_DOCUMENTS, List.of())).contains("reviewing");
  }
}
