package io.github.kvssecure.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.StsException;
import software.amazon.awssdk.services.sts.model.Tag;

/** Who may assume which role, and what is not left out silently. */
final class AssumeRoleTest {
  private static final String CAMERA_ARN = "arn:aws:iam::123456789012:role/camera";
  private static LocalKvs kvs;
  private static SessionKeys camera;
  private static SessionKeys fleet;

  @BeforeAll
  static void start() {
    kvs = LocalKvs.start();
    kvs.identities().role("fleet", LocalIdentities.policy("sts:AssumeRole"));
    camera = kvs.identities().roleSession(LocalIdentities.CAMERA);
    fleet = kvs.identities().roleSession("fleet");
  }

  @AfterAll
  static void stop() {
    kvs.close();
  }

  @Test
  void roleThatTrustsTheAccountTakesAPermissionOfTheCaller() {
    assertAllowed(fleet, LocalIdentities.VIEWER);
    assertRefused(camera, LocalIdentities.VIEWER);
  }

  @Test
  void cameraMayNarrowItself() {
    assertAllowed(camera, LocalIdentities.CAMERA);
    assertRefused(kvs.identities().roleSession(LocalIdentities.VIEWER), LocalIdentities.CAMERA);
  }

  @Test
  void rootMayAssumeNoRole() {
    assertRefused(kvs.identities().rootSession(), LocalIdentities.VIEWER);
  }

  @Test
  void roleThatTrustsTheCallerByNameTakesNone() {
    role("named", "\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\"");
    assertAllowed(camera, "named");
    assertRefused(fleet, "named");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Effect\":\"Allow\",\"Action\":\"sts:TagSession\"",
        "\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
            + "\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"x\"}}",
        "\"Effect\":\"Deny\",\"Action\":\"sts:*\""
      })
  void trustThatSaysSomethingElseIsNone(String statement) {
    role("elsewhere", statement);
    assertRefused(camera, "elsewhere");
  }

  @Test
  void denialInTheTrustPolicyBeatsThePermission() {
    String trust =
        """
        {"Version":"2012-10-17","Statement":[
         {"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"123456789012"}},
         {"Effect":"Deny","Action":"sts:AssumeRole",
          "Principal":{"AWS":"arn:aws:iam::123456789012:role/fleet"}}]}""";
    kvs.identities().role("closed", trust, LocalIdentities.policy("kinesisvideo:*"));
    assertRefused(fleet, "closed");
  }

  /** A customer trusts a vendor's account, and the vendor says for which customer it acts. */
  @Test
  void roleThatWantsAnExternalIdTakesThatOneOnly() {
    role(
        "customer",
        "\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
            + "\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":\"site-7\"}}");

    assertRefused(camera, "customer");
    assertRefused(camera, "customer", r -> r.externalId("site-8"));
    assertAllowed(camera, "customer", r -> r.externalId("site-7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "site 7", "site-7\n"})
  void externalIdOfAnotherShapeIsInvalid(String id) {
    assertInvalid("'externalId' must have 2 to 1224", r -> r.externalId(id));
  }

  @Test
  void sourceIdentityIsGivenBack() {
    try (StsClient sts = new SdkClients(kvs).sts(SdkClients.session(fleet))) {
      assertThat(
              sts.assumeRole(
                      r ->
                          r.roleArn(kvs.identities().roleArn(LocalIdentities.VIEWER))
                              .roleSessionName("session")
                              .sourceIdentity("door-7"))
                  .sourceIdentity())
          .isEqualTo("door-7");
    }
  }

  @Test
  void parameterThatWouldNarrowTheSessionIsNotLeftOut() {
    PolicyDescriptorType managed =
        PolicyDescriptorType.builder().arn("arn:aws:iam::aws:policy/ReadOnlyAccess").build();
    assertInvalid("kvs-local does not model", r -> r.policyArns(managed));
    assertInvalid(
        "kvs-local does not model", r -> r.tags(Tag.builder().key("site").value("north").build()));
  }

  private static void role(String name, String statement) {
    String trust =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{"
            + statement
            + ",\"Principal\":{\"AWS\":\""
            + CAMERA_ARN
            + "\"}}]}";
    kvs.identities().role(name, trust, LocalIdentities.policy("kinesisvideo:*"));
  }

  private static void assertAllowed(SessionKeys caller, String role) {
    assertAllowed(caller, role, r -> {});
  }

  private static void assertAllowed(
      SessionKeys caller, String role, Consumer<AssumeRoleRequest.Builder> change) {
    try (StsClient sts = new SdkClients(kvs).sts(SdkClients.session(caller))) {
      assertThat(
              sts.assumeRole(
                      r ->
                          r.roleArn(kvs.identities().roleArn(role))
                              .roleSessionName("session")
                              .applyMutation(change))
                  .assumedRoleUser()
                  .arn())
          .endsWith(":assumed-role/" + role + "/session");
    }
  }

  private static void assertRefused(SessionKeys caller, String role) {
    assertRefused(caller, role, r -> {});
  }

  private static void assertRefused(
      SessionKeys caller, String role, Consumer<AssumeRoleRequest.Builder> change) {
    try (StsClient sts = new SdkClients(kvs).sts(SdkClients.session(caller))) {
      assertThatExceptionOfType(StsException.class)
          .isThrownBy(
              () ->
                  sts.assumeRole(
                      r ->
                          r.roleArn(kvs.identities().roleArn(role))
                              .roleSessionName("session")
                              .applyMutation(change)))
          .satisfies(e -> assertThat(e.statusCode()).isEqualTo(403))
          .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied"));
    }
  }

  private static void assertInvalid(String message, Consumer<AssumeRoleRequest.Builder> parameter) {
    try (StsClient sts = new SdkClients(kvs).sts(SdkClients.session(fleet))) {
      assertThatExceptionOfType(StsException.class)
          .isThrownBy(
              () ->
                  sts.assumeRole(
                      r -> {
                        r.roleArn(kvs.identities().roleArn(LocalIdentities.VIEWER));
                        parameter.accept(r.roleSessionName("session"));
                      }))
          .satisfies(e -> assertThat(e.statusCode()).isEqualTo(400))
          .withMessageContaining(message);
    }
  }
}
