package io.github.kvssecure.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.local.http.ServiceException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Matching and refusal of policy documents. */
final class PolicyDocumentTest {
  private static final String STREAM = "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/";

  @ParameterizedTest
  @CsvSource({
    "kinesisvideo:PutMedia, cam1/*, true",
    "kinesisvideo:putmedia, cam1/*, true",
    "kinesisvideo:Put*, cam?/17*, true",
    "*, *, true",
    "kinesisvideo:PutMedia, cam1, false",
    "kinesisvideo:PutMedia, cam10/*, false",
    "kinesisvideo:PutMedia, CAM1/*, false",
    "kinesisvideo:Put, cam1/*, false",
    "kms:*, cam1/*, false"
  })
  void statementAllowsWhatItsPatternsMatch(String action, String resource, boolean allowed)
      throws Exception {
    PolicyDocument policy =
        PolicyDocument.identity(
            """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"%s","Resource":"%s"}}"""
                .formatted(action, STREAM + resource));
    assertThat(policy.allows("kinesisvideo:PutMedia", STREAM + "cam1/1730800000000", Map.of()))
        .isEqualTo(allowed);
  }

  @Test
  void unsetVariableMatchesNothing() throws Exception {
    PolicyDocument policy =
        PolicyDocument.identity(
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*",
             "Resource":"%s${credentials-iot:ThingName}/*"}]}"""
                .formatted(STREAM));
    assertThat(policy.allows("kinesisvideo:PutMedia", STREAM + "cam1/1", Map.of())).isFalse();
    assertThat(
            policy.allows(
                "kinesisvideo:PutMedia",
                STREAM + "cam1/1",
                Map.of("credentials-iot:thingname", "cam1")))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({"kinesisvideo.eu-central-1.amazonaws.com, true", "s3.amazonaws.com, false"})
  void stringConditionComparesWithTheContext(String via, boolean allowed) throws Exception {
    PolicyDocument policy =
        PolicyDocument.identity(
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:GenerateDataKey","Resource":"*",
             "Condition":{"StringEquals":{"kms:ViaService":["kinesisvideo.eu-central-1.amazonaws.com"]}}}]}""");
    assertThat(policy.allows("kms:GenerateDataKey", "*", Map.of("kms:viaservice", via)))
        .isEqualTo(allowed);
    assertThat(policy.allows("kms:GenerateDataKey", "*", Map.of())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"Version\":\"2012-10-17\",\"Statement\":[]}",
        "{\"Version\":\"2008-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}",
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"allow\",\"Action\":\"*\",\"Resource\":\"*\"}}",
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\"}}",
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"PutMedia\",\"Resource\":\"*\"}}",
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"stream/a/*\"}}",
        "{\"Version\":\"2012-10-17\",\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}"
      })
  void documentThatIsNoPolicyIsMalformed(String json) {
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> PolicyDocument.identity(json))
        .satisfies(e -> assertThat(e.type()).isEqualTo("MalformedPolicyDocument"));
  }
}
