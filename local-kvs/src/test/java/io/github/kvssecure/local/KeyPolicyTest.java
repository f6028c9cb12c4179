package io.github.kvssecure.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DryRunOperationException;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Key policy, identity policy and session policy decide together, as seen by direct callers. */
final class KeyPolicyTest {
  private static final String PARTNER = "210987654321";

  private static LocalKvs kvs;
  private static SdkClients clients;

  @BeforeAll
  static void start() {
    kvs = LocalKvs.start();
    clients = new SdkClients(kvs);
    kvs.identities().role("no-kms", LocalIdentities.policy("kinesisvideo:*"));
    kvs.identities().role("fleet", LocalIdentities.policy("sts:AssumeRole"));
  }

  @AfterAll
  static void stop() {
    kvs.close();
  }

  /**
   * Who may call DescribeKey, by what the key policy allows and which role asks: {@code
   * administrator} has kms:*, {@code no-kms} has nothing.
   */
  @ParameterizedTest
  @CsvSource({
    "arn:aws:iam::123456789012:root, administrator, true",
    "arn:aws:iam::123456789012:root, no-kms, false",
    "123456789012, administrator, true",
    "arn:aws:iam::123456789012:role/no-kms, no-kms, true",
    "arn:aws:iam::123456789012:role/no-kms, administrator, false",
    "arn:aws:sts::123456789012:assumed-role/no-kms/i-0123456789abcdef0, no-kms, true",
    "arn:aws:sts::123456789012:assumed-role/no-kms/other, no-kms, false",
    "*, no-kms, true",
    "arn:aws:iam::210987654321:root, administrator, false",
    "arn:aws:iam::123456789012:user/administrator, administrator, false"
  })
  void principalDecidesWhetherIamIsAsked(String principal, String role, boolean allowed) {
    String key = kvs.keys().create().arn();
    kvs.keys().policy(key, allow(principal, "kms:DescribeKey", ""));
    assertThat(mayDescribe(role, key)).isEqualTo(allowed);
  }

  /** A key of another account needs both: its key policy and the caller's own IAM policy. */
  @ParameterizedTest
  @CsvSource({
    "arn:aws:iam::123456789012:root, administrator, true",
    "arn:aws:iam::123456789012:root, no-kms, false",
    "arn:aws:iam::123456789012:role/no-kms, no-kms, false",
    "arn:aws:iam::123456789012:role/administrator, administrator, true",
    "*, no-kms, false",
    "arn:aws:iam::210987654321:root, administrator, false"
  })
  void keyOfAnotherAccountNeedsBothPolicies(String principal, String role, boolean allowed) {
    String key = kvs.keys().ofAccount(PARTNER).create().arn();
    kvs.keys().policy(key, allow(principal, "kms:DescribeKey", ""));
    assertThat(mayDescribe(role, key)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "kms:CallerAccount, 123456789012, true",
    "kms:CallerAccount, 210987654321, false",
    "kms:ViaService, kinesisvideo.eu-central-1.amazonaws.com, false"
  })
  void conditionIsHeldAgainstTheCall(String name, String value, boolean allowed) {
    String key = kvs.keys().create().arn();
    String condition = "\"StringEquals\":{\"%s\":\"%s\"}".formatted(name, value);
    kvs.keys().policy(key, allow("arn:aws:iam::123456789012:root", "kms:DescribeKey", condition));
    assertThat(mayDescribe(LocalIdentities.ADMINISTRATOR, key)).isEqualTo(allowed);
  }

  @Test
  void explicitDenyOfTheKeyPolicyWins() {
    String key = kvs.keys().create().arn();
    kvs.keys()
        .policy(
            key,
            """
            {"Version":"2012-10-17","Statement":[
             {"Effect":"Allow","Principal":{"AWS":"*"},"Action":"kms:*","Resource":"*"},
             {"Effect":"Deny","Principal":"*","Action":"kms:DescribeKey","Resource":"*",
              "Condition":{"StringNotEquals":{"kms:ViaService":"kinesisvideo.eu-central-1.amazonaws.com"}}}]}""");
    try (KmsClient kms = client(LocalIdentities.ADMINISTRATOR)) {
      assertThatThrownBy(() -> kms.describeKey(r -> r.keyId(key)))
          .hasMessageContaining("explicit deny in a resource-based policy");
      assertThat(kms.generateDataKey(r -> r.keyId(key).keySpec(DataKeySpec.AES_256)).keyId())
          .isEqualTo(key);
    }
  }

  @Test
  void denyOfTheIdentityPolicyBeatsAKeyPolicyThatNamesTheRole() {
    kvs.identities()
        .role(
            "denied",
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"kms:*","Resource":"*"}]}""");
    String key = kvs.keys().create().arn();
    kvs.keys().policy(key, allow(kvs.identities().roleArn("denied"), "kms:*", ""));
    assertThat(mayDescribe("denied", key)).isFalse();
  }

  @Test
  void sessionPolicyLimitsAKeyPolicyThatNamesTheRole() {
    String key = kvs.keys().create().arn();
    kvs.keys().policy(key, allow(kvs.identities().roleArn("no-kms"), "kms:*", ""));
    try (KmsClient wide = clients.kms(assumed("kms:DescribeKey"));
        KmsClient narrow = clients.kms(assumed("kinesisvideo:*"))) {
      assertThat(wide.describeKey(r -> r.keyId(key)).keyMetadata().arn()).isEqualTo(key);
      assertDenied(narrow, key);
    }
  }

  @Test
  void dryRunIsDeniedWhereOnlyTheServiceMayUseTheKey() {
    String key = kvs.keys().create().arn();
    try (KmsClient camera = client(LocalIdentities.CAMERA)) {
      assertThatThrownBy(() -> dryRun(camera, key)).isInstanceOf(DryRunOperationException.class);
      kvs.keys().allowOnlyStreams(key, kvs.account());
      assertThatThrownBy(() -> dryRun(camera, key))
          .isInstanceOfSatisfying(
              KmsException.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"kms:*\",\"Resource\":\"*\"}}",
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"kms:*\"}}"
      })
  void documentThatIsNoKeyPolicyIsRefused(String json) {
    String key = kvs.keys().create().arn();
    assertThatThrownBy(() -> kvs.keys().policy(key, json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("key policy refused");
  }

  private static String allow(String principal, String action, String condition) {
    return """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"%s"},
         "Action":"%s","Resource":"*","Condition":{%s}}]}"""
        .formatted(principal, action, condition);
  }

  private static boolean mayDescribe(String role, String key) {
    try (KmsClient kms = client(role)) {
      return kms.describeKey(r -> r.keyId(key)).keyMetadata().arn().equals(key);
    } catch (KmsException e) {
      assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
      return false;
    }
  }

  private static void assertDenied(KmsClient kms, String key) {
    assertThatExceptionOfType(KmsException.class)
        .isThrownBy(() -> kms.describeKey(r -> r.keyId(key)))
        .satisfies(
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException"));
  }

  private static void dryRun(KmsClient kms, String key) {
    kms.generateDataKey(r -> r.keyId(key).keySpec(DataKeySpec.AES_256).dryRun(true));
  }

  private static SessionKeys assumed(String sessionAction) {
    SessionKeys base = kvs.identities().roleSession("fleet");
    try (StsClient sts = clients.sts(SdkClients.session(base))) {
      Credentials issued =
          sts.assumeRole(
                  r ->
                      r.roleArn(kvs.identities().roleArn("no-kms"))
                          .roleSessionName("scoped")
                          .policy(LocalIdentities.policy(sessionAction)))
              .credentials();
      return new SessionKeys(
          issued.accessKeyId(),
          issued.secretAccessKey(),
          issued.sessionToken(),
          issued.expiration());
    }
  }

  private static KmsClient client(String role) {
    return clients.kms(kvs.identities().roleSession(role));
  }
}
