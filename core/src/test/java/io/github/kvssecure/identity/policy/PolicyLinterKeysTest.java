package io.github.kvssecure.identity.policy;

import static io.github.kvssecure.identity.policy.LintTrial.document;
import static io.github.kvssecure.identity.policy.LintTrial.statement;
import static io.github.kvssecure.identity.policy.LintTrial.traps;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.identity.policy.PolicyFinding.Trap;
import io.github.kvssecure.identity.policy.PolicyLinter.Purpose;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyLinterKeysTest {

  /** What passes for other services, or where KMS is called directly, is no limit. */
  @ParameterizedTest
  @CsvSource({
    "StringNotEquals, kinesisvideo.x.amazonaws.com",
    "StringEqualsIfExists, kinesisvideo.x.amazonaws.com",
    "Null, false",
    "StringLike, *",
    "StringEquals, s3.eu-central-1.amazonaws.com",
    "StringLike, *.amazonaws.com",
    "StringLike, kinesis*.eu-central-1.amazonaws.com"
  })
  void keyThatIsLimitedInName_isFound(String operator, String value) {
    String key = statement("Allow", "kms:GenerateDataKey", "arn:aws:kms:x:1:key/1");

    assertThat(
            traps(
                document(
                    key.substring(0, key.length() - 1)
                        + ",\"Condition\":{\"%s\":{\"kms:ViaService\":\"%s\"}}}"
                            .formatted(operator, value))))
        .containsExactly(Trap.KEY_WITHOUT_VIA_SERVICE);
  }

  @ParameterizedTest
  @CsvSource({
    "*, ANY_KEY",
    "**, ANY_KEY",
    "arn:aws:kms:*:*:*, ANY_KEY",
    "arn:aws:kms:eu-central-1:123456789012:*, ANY_KEY",
    "arn:aws:kms:eu-central-1:123456789012:key/*, ANY_KEY",
    "arn:aws:kms:eu-central-1:123456789012:key/mrk-*, ANY_KEY",
    "arn:aws:k*:eu-central-1:123456789012:key/*, ANY_KEY",
    "arn:aws:kms:*:123456789012:key/1234, ANY_REGION_OR_ACCOUNT"
  })
  void keysThatAreLeftOpen_areFound(String resource, Trap trap) {
    assertThat(traps(document(throughKvs("kms:GenerateDataKey", resource)))).containsExactly(trap);
  }

  @Test
  void keyThatIsNamed_isFine() {
    String key = "arn:aws:kms:eu-central-1:123456789012:key/1234";
    assertThat(traps(document(throughKvs("kms:GenerateDataKey", key)))).isEmpty();
    assertThat(traps(document(statement("Allow", "kms:DescribeKey", key)))).isEmpty();
    assertThat(
            traps(
                document(
                    throughKvs("kms:GenerateDataKey", key)
                        .replace("kinesisvideo.eu-central-1", "kinesisvideo.*")
                        .replace("StringEquals", "StringLike"))))
        .isEmpty();
  }

  /** KMS compares what is done with a key with the key's ARN, whatever name it was called by. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:kms:eu-central-1:123456789012:alias/camera",
        "arn:aws:kms:eu-central-1:123456789012:alias/cameras/front",
        "arn:aws:kms:eu-central-1:123456789012:alias/*",
        "arn:aws:kms:eu-central-1:123456789012:alias/${aws:PrincipalTag/key}",
        "arn:aws:kms:*:*:alias/camera",
        "arn:aws*:kms:eu-central-1:123456789012:a*",
        "*:alias/camera"
      })
  void keyThatIsNamedByAnAlias_isFound(String alias) {
    assertThat(traps(document(throughKvs("kms:GenerateDataKey", alias))))
        .containsExactly(Trap.KEY_BY_ALIAS);
    assertThat(traps(document(statement("Allow", "kms:DescribeKey", alias))))
        .containsExactly(Trap.KEY_BY_ALIAS);
    assertThat(traps(document(statement("Deny", "kms:Decrypt", alias))))
        .containsExactly(Trap.KEY_BY_ALIAS);
  }

  @Test
  void aliasBesideKeyActions_isForTheActionsOnAliases() {
    String alias = "arn:aws:kms:eu-central-1:123456789012:alias/camera";
    String both = alias + "\",\"arn:aws:kms:eu-central-1:123456789012:key/1234";
    String withKeys = "kms:UpdateAlias\",\"kms:DescribeKey";
    for (String action : new String[] {"kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"}) {
      assertThat(traps(document(statement("Deny", action, alias)))).isEmpty();
    }
    assertThat(traps(document(several("Deny", withKeys, both)))).isEmpty();
    assertThat(traps(document(several("Deny", withKeys, alias))))
        .containsExactly(Trap.KEY_BY_ALIAS);
    assertThat(traps(document(several("Allow", "kms:DescribeKey", both))))
        .containsExactly(Trap.KEY_BY_ALIAS);
    assertThat(traps(document(statement("Allow", "s3:GetObject", alias)))).isEmpty();
  }

  private static String several(String effect, String actions, String resources) {
    return "{\"Effect\":\"%s\",\"Action\":[\"%s\"],\"Resource\":[\"%s\"]}"
        .formatted(effect, actions, resources);
  }

  /** What the finding tells to write instead of an alias. */
  @ParameterizedTest
  @CsvSource({
    "ForAnyValue:StringEquals, alias/camera, true",
    "ForAnyValue:StringLike, alias/camera-*, true",
    "ForAnyValue:StringLike, alias/*, false",
    "ForAnyValue:StringLike, *, false",
    "ForAllValues:StringEquals, alias/camera, false",
    "ForAnyValue:StringNotEquals, alias/camera, false"
  })
  void keysThatAreLimitedByTheirAliases_areNotLeftOpen(
      String operator, String alias, boolean limits) {
    String statement =
        throughKvs("kms:GenerateDataKey", "arn:aws:kms:eu-central-1:123456789012:key/*")
            .replace(
                "\"Condition\":{",
                "\"Condition\":{\"%s\":{\"kms:ResourceAliases\":\"%s\"},"
                    .formatted(operator, alias));

    assertThat(traps(document(statement))).isEqualTo(limits ? List.of() : List.of(Trap.ANY_KEY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kms:CreateGrant",
        "kms:PutKeyPolicy",
        "kms:ReEncrypt*",
        "kms:ScheduleKeyDeletion",
        "kms:GenerateDataKey*",
        "kms:CreateKey",
        "KMS:DECRYPT"
      })
  void keyActionThatNobodyNeeds_isFound(String action) {
    assertThat(
            traps(document(throughKvs(action, "arn:aws:kms:eu-central-1:123456789012:key/1234"))))
        .containsExactly(Trap.NEEDLESS_ACTION);
  }

  @Test
  void administrator_needsNoDataKey() {
    assertThat(
            PolicyLinter.of(Purpose.ADMINISTRATOR)
                .findings(
                    PolicyDocument.parse(
                        document(
                            throughKvs(
                                "kms:GenerateDataKey",
                                "arn:aws:kms:eu-central-1:123456789012:key/1234")))))
        .extracting(PolicyFinding::trap)
        .containsExactly(Trap.NEEDLESS_ACTION);
  }

  @Test
  void keyActions_areJudgedAsThoseOfStreams() {
    assertThat(traps(document(statement("Allow", "kms:GenerateDatakeys", "*"))))
        .containsExactly(Trap.UNKNOWN_ACTION);
    assertThat(
            traps(
                document(
                    throughKvs("kms:GenerateDataKey", "arn:aws:kms:eu-central-1:1:key/1")
                        .replace("\"Resource\"", "\"NotResource\""))))
        .containsExactly(Trap.ALLOW_NOT_RESOURCE);
    assertThat(traps(document(statement("Allow", "kms:*", "*"))))
        .containsExactly(Trap.NEEDLESS_ACTION, Trap.ANY_KEY, Trap.KEY_WITHOUT_VIA_SERVICE);
    assertThat(
            traps(
                document(
                    statement("Allow", "kms:GenerateDataKey*", "arn:aws:kms:x:1:key/1"),
                    statement("Deny", "kms:GenerateDataKey?*", "*"))))
        .containsExactly(Trap.KEY_WITHOUT_VIA_SERVICE);
  }

  private static String throughKvs(String action, String resource) {
    String statement = statement("Allow", action, resource);
    return statement.substring(0, statement.length() - 1)
        + ",\"Condition\":{\"StringEquals\":{\"kms:ViaService\":"
        + "\"kinesisvideo.eu-central-1.amazonaws.com\"}}}";
  }
}
