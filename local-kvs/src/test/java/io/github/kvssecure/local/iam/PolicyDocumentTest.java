package io.github.kvssecure.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.local.http.ServiceException;
import java.util.List;
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

  /** Each operator on kms:ViaService, for a call by that service, by another one, and direct. */
  @ParameterizedTest
  @CsvSource({
    "StringEquals, kinesisvideo, true, false, false",
    "StringLike, kinesis*, true, false, false",
    "StringNotEquals, kinesisvideo, false, true, true",
    "StringNotLike, kinesis*, false, true, true",
    "StringEqualsIfExists, kinesisvideo, true, false, true",
    "StringNotLikeIfExists, kinesis*, false, true, true",
    "Null, true, false, false, true",
    "Null, false, true, true, false"
  })
  void conditionOnTheServiceHolds(
      String operator, String value, boolean byStreams, boolean byOther, boolean direct)
      throws Exception {
    for (String effect : List.of("Allow", "Deny")) {
      PolicyDocument policy =
          PolicyDocument.identity(
              """
              {"Version":"2012-10-17","Statement":[{"Effect":"%s","Action":"kms:Decrypt","Resource":"*",
               "Condition":{"%s":{"kms:ViaService":"%s"}}}]}"""
                  .formatted(effect, operator, value));
      assertThat(decides(policy, effect, Map.of("kms:viaservice", "kinesisvideo")))
          .isEqualTo(byStreams);
      assertThat(decides(policy, effect, Map.of("kms:viaservice", "s3"))).isEqualTo(byOther);
      assertThat(decides(policy, effect, Map.of())).isEqualTo(direct);
    }
  }

  @Test
  void conditionThatIsNotKnownRefusesBothWays() throws Exception {
    for (String effect : List.of("Allow", "Deny")) {
      PolicyDocument policy =
          PolicyDocument.identity(
              """
              {"Version":"2012-10-17","Statement":[{"Effect":"%s","Action":"kms:Decrypt","Resource":"*",
               "Condition":{"StringEqualsIfExists":{"aws:SourceVpce":"vpce-1"}}}]}"""
                  .formatted(effect));
      assertThat(decides(policy, effect, Map.of())).isEqualTo(effect.equals("Deny"));
    }
  }

  private static boolean decides(
      PolicyDocument policy, String effect, Map<String, String> context) {
    return effect.equals("Allow")
        ? policy.allows("kms:Decrypt", "*", context)
        : policy.denies("kms:Decrypt", "*", context);
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
