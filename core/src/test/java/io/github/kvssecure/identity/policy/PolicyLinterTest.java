package io.github.kvssecure.identity.policy;

import static io.github.kvssecure.identity.policy.LintTrial.document;
import static io.github.kvssecure.identity.policy.LintTrial.statement;
import static io.github.kvssecure.identity.policy.LintTrial.traps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kvssecure.identity.policy.PolicyFinding.Level;
import io.github.kvssecure.identity.policy.PolicyFinding.Trap;
import io.github.kvssecure.identity.policy.PolicyLinter.Purpose;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyLinterTest {

  private static final String STREAM =
      "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/cam1/*";

  @ParameterizedTest
  @CsvSource({
    "kinesis-video:PutMedia, OBSOLETE_PREFIX",
    "Kinesis-Video:*, OBSOLETE_PREFIX",
    "kinesisvideo:GetStreamingEndpoint, OBSOLETE_ACTION",
    "kinesisvideo:getstreamingendpoint, OBSOLETE_ACTION",
    "kinesisvideo:PutMedias, UNKNOWN_ACTION",
    "kinesisvideo:*, NEEDLESS_ACTION",
    "kinesisvideo:Get*, NEEDLESS_ACTION",
    "KINESISVIDEO:GETMEDIA, NEEDLESS_ACTION",
    "kinesisvideo:?etClip, NEEDLESS_ACTION",
    "kinesisvideo:CreateStream, NEEDLESS_ACTION",
    "kinesisvideo:DeleteStream, NEEDLESS_ACTION"
  })
  void action_thatIsObsoleteOrNeedless_isFound(String action, Trap trap) {
    assertThat(traps(document(statement("Allow", action, STREAM)))).containsExactly(trap);
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/cam1, STREAM_WITHOUT_CREATION",
    "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/cam1/, STREAM_WITHOUT_CREATION",
    "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/cam1*, STREAM_PREFIX",
    "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/cam1*/*, STREAM_PREFIX",
    "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/cam?/*, STREAM_PREFIX",
    "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/${credentials-iot:ThingName}*, STREAM_PREFIX",
    "*, ANY_STREAM",
    "arn:aws:kinesisvideo:eu-central-1:123456789012:*, ANY_STREAM",
    "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/*, ANY_STREAM",
    "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/*/*, ANY_STREAM",
    "arn:aws:kinesisvideo:*:*:stream/cam1/*, ANY_REGION_OR_ACCOUNT",
    "**, ANY_STREAM",
    "*:*, ANY_STREAM",
    "arn:*, ANY_STREAM",
    "arn:aws:*:*:*:*, ANY_STREAM",
    "arn:aws:*:*:*:stream/*, ANY_STREAM",
    "arn:aws:kinesis*:*:*:*, ANY_STREAM",
    "arn:aws:kinesisvideo, ANY_STREAM",
    "arn:aws:kinesisvideo:*:*, ANY_STREAM",
    "arn:aws:kinesisvideo:us-east-1:*, ANY_STREAM",
    "arn:aws:kinesisvideo:us-east-1:123456789012:*/*/*, ANY_STREAM",
    "arn:aws:kinesisvideo:us-east-1:123456789012:s*, ANY_STREAM",
    "arn:aws:kinesisvideo:us-east-1:123456789012:stream/?*/*, ANY_STREAM",
    "arn:aws:kinesisvideo:us-east-1:123456789012:str*/cam*/*, STREAM_PREFIX",
    "arn:aws:kinesisvideo:us-east-1:123456789012:*cam1/*, STREAM_PREFIX",
    "arn:aws:kinesisvideo:us-east-1:123456789012:str*/cam1, STREAM_WITHOUT_CREATION",
    "arn:aws:kinesisvideo:us-east-?:123456789012:stream/cam1/*, ANY_REGION_OR_ACCOUNT",
    "arn:aws:kinesisvideo:us-east-1:1234*:stream/cam1/*, ANY_REGION_OR_ACCOUNT",
    "arn:aws:kinesisvideo:us-*/cam1/*, ANY_REGION_OR_ACCOUNT"
  })
  void resource_thatMatchesNothingOrTooMuch_isFound(String resource, Trap trap) {
    assertThat(traps(document(statement("Allow", "kinesisvideo:PutMedia", resource))))
        .containsExactly(trap);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // The producer's policy, by name, by full ARN, and by the devices of AWS IoT.
        """
        {"Version":"2012-10-17","Statement":[
         {"Effect":"Allow","Action":["kinesisvideo:PutMedia","kinesisvideo:GetDataEndpoint","kinesisvideo:DescribeStream"],
          "Resource":"arn:aws:kinesisvideo:eu-central-1:123456789012:stream/cam1/1780000000000"},
         {"Effect":"Allow","Action":"kms:GenerateDataKey","Resource":"arn:aws:kms:eu-central-1:123456789012:key/1",
          "Condition":{"StringEquals":{"kms:ViaService":"kinesisvideo.eu-central-1.amazonaws.com"}}}]}""",
        """
        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["kinesisvideo:DescribeStream",
         "kinesisvideo:PutMedia","kinesisvideo:TagStream","kinesisvideo:GetDataEndpoint"],
         "Resource":"arn:aws:kinesisvideo:eu-central-1:123456789012:stream/${credentials-iot:ThingName}/*"}}""",
        // An example of the guide: a stream of one account, by its exact ARN.
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kinesisvideo:PutMedia",
         "Resource":"arn:aws:kinesisvideo:us-west-2:123456789012:stream/your_stream/0123456789012"}]}""",
        // One name, however the rest is spelt; and channels, which are no streams.
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kinesisvideo:PutMedia",
         "Resource":["arn:aws:kinesisvideo:us-east-1:123456789012:str*/cam1/*",
          "arn:aws*:kinesisvideo:us-east-1:123456789012:stream/cam1/?*"]},
         {"Effect":"Allow","Action":"kinesisvideo:DescribeStream",
         "Resource":"arn:aws:kinesisvideo:us-east-1:123456789012:channel/*/*"}]}""",
        // Patterns of other services, also where they look like streams.
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","kinesis:PutRecord"],
         "Resource":["arn:aws:s3:::bucket/*","arn:aws:kinesis:us-east-1:123456789012:stream/cam1",
          "arn:aws:*:*:*:*log*"]}]}""",
        // A list has no resource of its own.
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"kinesisvideo:*","Resource":"*",
         "Condition":{"Bool":{"aws:SecureTransport":"false"}}},
         {"Effect":"Deny","NotAction":"kinesisvideo:PutMedia","Resource":"*"}]}""",
        // Tags limit the streams, and a Deny takes the needless actions away.
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kinesisvideo:PutMedia","Resource":"*",
         "Condition":{"StringEquals":{"aws:ResourceTag/owner":"me"}}},
         {"Effect":"Allow","Action":"kinesisvideo:Get*",
          "Resource":"arn:aws:kinesisvideo:eu-central-1:123456789012:stream/cam1/*"},
         {"Effect":"Deny","Action":["kinesisvideo:GetM*","kinesisvideo:GetClip","kinesisvideo:GetImages",
          "kinesisvideo:GetHLS*","kinesisvideo:GetDASH*","kinesisvideo:GetSignalingChannelEndpoint",
          "kinesisvideo:GetIceServerConfig"],"Resource":"*"}]}""",
        // Other services are none of our business.
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*","logs:*"],"Resource":"*"}]}"""
      })
  void policyThatIsFine_raisesNoAlarm(String json) {
    assertThat(traps(json)).isEmpty();
  }

  @Test
  void policyOfTheGuideForDevices_getsAdviceOnly() {
    String json =
        document(
            statement(
                "Allow",
                "kinesisvideo:PutMedia",
                "arn:aws:kinesisvideo:*:*:stream/${credentials-iot:ThingName}/*"));
    assertThat(PolicyLinter.of(Purpose.PRODUCER).findings(PolicyDocument.parse(json)))
        .extracting(finding -> finding.trap().level())
        .containsExactly(Level.ADVICE);
  }

  @Test
  void denyWithACondition_takesNothingAway() {
    String deny =
        """
        {"Effect":"Deny","Action":"kinesisvideo:GetMedia","Resource":"*",
         "Condition":{"Bool":{"aws:MultiFactorAuthPresent":"false"}}}""";
    String denyElsewhere = statement("Deny", "kinesisvideo:GetMedia", STREAM);
    String allow = statement("Allow", "kinesisvideo:GetMedia", STREAM);
    assertThat(traps(document(allow, deny))).containsExactly(Trap.NEEDLESS_ACTION);
    assertThat(traps(document(allow, denyElsewhere))).containsExactly(Trap.NEEDLESS_ACTION);
    assertThat(traps(document(allow, statement("Deny", "kinesisvideo:GetM*", "*")))).isEmpty();
  }

  @Test
  void denyThatDeniesNothing_isFound() {
    assertThat(traps(document(statement("Deny", "kinesis-video:GetMedia", "*"))))
        .containsExactly(Trap.OBSOLETE_PREFIX);
    assertThat(
            traps(
                document(
                    statement(
                        "Deny",
                        "kinesisvideo:*",
                        "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/cam1"))))
        .containsExactly(Trap.STREAM_WITHOUT_CREATION);
    assertThat(
            traps(
                document(
                    statement(
                        "Deny",
                        "kinesisvideo:*",
                        "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/cam1*"))))
        .isEmpty();
  }

  @Test
  void allowForEverythingBut_isFound() {
    assertThat(
            traps(
                document(
                    "{\"Effect\":\"Allow\",\"NotAction\":\"iam:*\",\"Resource\":\""
                        + STREAM
                        + "\"}")))
        .containsExactly(Trap.ALLOW_NOT_ACTION, Trap.NEEDLESS_ACTION);
    assertThat(
            traps(
                document(
                    "{\"Effect\":\"Allow\",\"Action\":\"kinesisvideo:PutMedia\",\"NotResource\":\""
                        + STREAM
                        + "\"}")))
        .containsExactly(Trap.ALLOW_NOT_RESOURCE);
  }

  @Test
  void keysAndConditions_areLookedAt() {
    assertThat(traps(document(statement("Allow", "kms:GenerateDataKey", "*"))))
        .containsExactly(Trap.ANY_KEY, Trap.KEY_WITHOUT_VIA_SERVICE);
    assertThat(traps(document(statement("Allow", "kms:Decrypt", "arn:aws:kms:x:1:key/1"))))
        .containsExactly(Trap.NEEDLESS_ACTION);
    String condition = ",\"Condition\":{\"StringEquals\":{\"%s\":\"%s\"}}}";
    String put = statement("Allow", "kinesisvideo:PutMedia", STREAM);
    assertThat(
            traps(
                document(
                    put.substring(0, put.length() - 1)
                        + condition.formatted("kinesisvideo:KmsKeyId", "k"))))
        .containsExactly(Trap.UNKNOWN_CONDITION_KEY);
    String key = statement("Allow", "kms:GenerateDataKey", "arn:aws:kms:x:1:key/1");
    assertThat(
            traps(
                document(
                    key.substring(0, key.length() - 1)
                        + condition.formatted("kms:ViaService", "kinesis-video.x.amazonaws.com"))))
        .containsExactly(Trap.OBSOLETE_PREFIX);
  }

  /** Without that version IAM takes a variable as it is written, and no name is. */
  @ParameterizedTest
  @ValueSource(strings = {"", "\"Version\":\"2008-10-17\","})
  void variableInAnOldDocument_isFound(String version) {
    String variable = STREAM.replace("cam1", "${credentials-iot:ThingName}");
    String inResource = statement("Allow", "kinesisvideo:PutMedia", variable);
    String inCondition =
        """
        {"Effect":"Allow","Action":"kinesisvideo:PutMedia","Resource":"%s",
         "Condition":{"StringEquals":{"aws:ResourceTag/owner":"${aws:PrincipalTag/owner}"}}}"""
            .formatted(STREAM);
    String inDeny =
        "{\"Effect\":\"Deny\",\"Action\":\"kinesisvideo:*\",\"NotResource\":\"" + variable + "\"}";
    for (String statement : List.of(inResource, inCondition, inDeny)) {
      assertThat(traps("{" + version + "\"Statement\":[" + statement + "]}"))
          .containsExactly(Trap.VARIABLE_IN_OLD_VERSION);
      assertThat(traps(document(statement))).isEmpty();
    }
    assertThat(
            traps(
                "{\"Statement\":["
                    + statement("Allow", "s3:GetObject", "arn:aws:s3:::bucket/${aws:username}")
                    + "]}"))
        .isEmpty();
  }

  @Test
  void slashWithinAVariable_endsNoName() {
    String stream = "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/${aws:PrincipalTag/x}";
    assertThat(traps(document(statement("Allow", "kinesisvideo:PutMedia", stream))))
        .containsExactly(Trap.STREAM_WITHOUT_CREATION);
    assertThat(traps(document(statement("Allow", "kinesisvideo:PutMedia", stream + "/*"))))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:kinesisvideo:*:*:stream/*/*, ANY_REGION_OR_ACCOUNT",
    "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/*/*,",
    "*,"
  })
  void tag_standsForANameButForNoAccount(String resource, Trap expected) {
    String put = statement("Allow", "kinesisvideo:PutMedia", resource);

    assertThat(
            traps(
                document(
                    put.substring(0, put.length() - 1)
                        + ",\"Condition\":{\"StringEquals\":{\"aws:ResourceTag/owner\":\"me\"}}}")))
        .isEqualTo(expected == null ? List.of() : List.of(expected));
  }

  /** Anybody's stream has a tag with some value. */
  @ParameterizedTest
  @ValueSource(strings = {"*", "?*", "**"})
  void tagWithAnyValue_isNoLimit(String value) {
    String put = statement("Allow", "kinesisvideo:PutMedia", "*");

    assertThat(
            traps(
                document(
                    put.substring(0, put.length() - 1)
                        + ",\"Condition\":{\"StringLike\":{\"aws:ResourceTag/owner\":\"%s\"}}}"
                            .formatted(value))))
        .containsExactly(Trap.ANY_STREAM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"Statement\":[]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"a:b\",\"Action\":\"c:d\"}]}",
        "{\"Statement\":[{\"Effect\":\"allow\",\"Action\":\"a:b\"}]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"a:b\",\"NotAction\":\"c:d\"}]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Actions\":\"a:b\"}]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":{\"a\":1}}]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"a:b\"}]} x",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"a:b",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"\\u12\"}]}",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
      })
  void textThatIsNoPolicy_isRefused(String json) {
    assertThatIllegalArgumentException().isThrownBy(() -> PolicyDocument.parse(json));
  }
}
