package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.identity.SessionGrant;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.Caller;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.CallerUse;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.KnownCaller;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.Place;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.UnknownCaller;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.ExpectedIdentity;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallerRulesTest {

  private static final String SESSION =
      "arn:aws:sts::123456789012:assumed-role/camera/front-door-camera";

  private static CallerUse use(String arn) {
    return use("producer", arn, Optional.of(Camera.ACCOUNT));
  }

  private static CallerUse use(String role, String arn, Optional<String> streamAccount) {
    String account = arn.split(":", 6)[4];
    return use(
        role,
        new KnownCaller(new CallerIdentity(account, arn), Camera.credentials().accessKeyId()),
        Camera.credentials(),
        streamAccount);
  }

  private static CallerUse use(
      String role, Caller caller, SessionCredentials signer, Optional<String> streamAccount) {
    return new CallerUse(role, caller, signer, new Place(Camera.REGION, streamAccount));
  }

  @Test
  @ProvesViolated("IAM-01")
  void root_isRefused() {
    assertThat(
            GateTrial.of(Control.IAM_01)
                .refused(Rules.CALLER, use("arn:aws:iam::123456789012:root"))
                .found())
        .isEqualTo("the root of account 123456789012");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:iam::123456789012:root",
        "arn:aws:iam::123456789012:user/root",
        "arn:aws:iam::123456789012:user/fleet/door",
        "arn:aws:sts::123456789012:federated-user/door",
        "arn:aws:sts::123456789012:something-new/door",
        "arn:aws:sts::123456789012:assumed-role"
      })
  @ProvesViolated("IAM-03")
  void callersThatAreNoRoleSession_areRefused(String arn) {
    assertThat(GateTrial.of(Control.IAM_03).refused(Rules.CALLER, use(arn)).found()).isEqualTo(arn);
  }

  @Test
  @ProvesSatisfied({"IAM-01", "IAM-03", "IAM-04", "IAM-13", "IAM-15"})
  void roleSessionOfTheStreamsAccount_isLetThrough() {
    for (Control control :
        new Control[] {
          Control.IAM_01, Control.IAM_03, Control.IAM_04, Control.IAM_13, Control.IAM_15
        }) {
      assertThat(GateTrial.of(control).satisfiedAlone(Rules.CALLER, use(SESSION))).isNotBlank();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Control.class,
      names = {"IAM_01", "IAM_03", "IAM_04", "IAM_13", "IAM_15"})
  void unreachableSts_isNeverAPass(Control control) {
    CallerUse facts =
        use(
            "producer",
            new UnknownCaller("STS did not say who calls: no answer"),
            Camera.credentials(),
            Optional.empty());

    assertThat(GateTrial.of(control).notEvaluated(Rules.CALLER, facts)).contains("no answer");
    assertThat(GateTrial.of(control).refusesUnevaluated(Rules.CALLER, facts))
        .isEqualTo(SecurityPolicy.strict().severityOf(control) == Severity.BLOCK);
    assertThat(
            GateTrial.of(control)
                .under(SecurityPolicy.baseline())
                .refusesUnevaluated(Rules.CALLER, facts))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:sts::210987654321:assumed-role/camera/door",
        "arn:aws-cn:sts::123456789012:assumed-role/camera/door",
      })
  @ProvesViolated("IAM-04")
  void callersOfAnotherAccountOrPartition_areRefused(String arn) {
    GateTrial.of(Control.IAM_04).refused(Rules.CALLER, use(arn));
  }

  @Test
  @ProvesViolated("IAM-04")
  void rolesThatAreNotExpected_areRefused() {
    GateTrial trial =
        GateTrial.of(Control.IAM_04)
            .under(
                SecurityPolicy.strict()
                    .expecting(
                        ExpectedIdentity.ANY.inRoles("door-camera").ofAccounts("123456789012")));

    assertThat(trial.refused(Rules.CALLER, use(SESSION)).required()).isEqualTo("role door-camera");
    assertThat(
            trial.refused(
                Rules.CALLER, use("arn:aws:sts::123456789012:assumed-role/door-camera2/door")))
        .isNotNull();
    trial.satisfied(Rules.CALLER, use("arn:aws:sts::123456789012:assumed-role/door-camera/door"));
    trial.satisfied(Rules.CALLER, use("administrator", SESSION, Optional.empty()));
  }

  @Test
  void accountBeforeTheStreamIsKnown_isLetThroughAndSaysSo() {
    assertThat(
            GateTrial.of(Control.IAM_04)
                .satisfied(
                    Rules.CALLER,
                    use(
                        "producer",
                        "arn:aws:sts::210987654321:assumed-role/camera/door",
                        Optional.empty())))
        .endsWith("the stream's account is not known yet");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "session",
        "Session1",
        "test",
        "default",
        "aws-sdk-java-1699999999999",
        "botocore-session-1699999999",
        "camera",
        "device-01"
      })
  @ProvesViolated("IAM-13")
  void sessionNamesThatTellNothing_areReported(String name) {
    GateTrial trial =
        GateTrial.of(Control.IAM_13)
            .under(SecurityPolicy.strict().raise(Control.IAM_13, Severity.BLOCK));

    assertThat(
            trial
                .refused(Rules.CALLER, use("arn:aws:sts::123456789012:assumed-role/camera/" + name))
                .found())
        .contains(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"front-door-camera", "i-0123456789abcdef0", "camera-entrance", "test-rig-7"})
  @ProvesSatisfied("IAM-13")
  void sessionNamesThatTellWho_areLetThrough(String name) {
    GateTrial.of(Control.IAM_13)
        .satisfiedAlone(Rules.CALLER, use("arn:aws:sts::123456789012:assumed-role/camera/" + name));
  }

  @Test
  @ProvesViolated("IAM-15")
  void callersOtherThanTheSigner_areReported() {
    GateTrial trial =
        GateTrial.of(Control.IAM_15)
            .under(SecurityPolicy.strict().raise(Control.IAM_15, Severity.BLOCK));
    KnownCaller byAnotherKey =
        new KnownCaller(new CallerIdentity(Camera.ACCOUNT, SESSION), "ASIAANOTHERANOTHER01");
    KnownCaller another =
        new KnownCaller(
            new CallerIdentity(Camera.ACCOUNT, SESSION), Camera.credentials().accessKeyId());
    SessionCredentials granted =
        Camera.credentials()
            .granted(new SessionGrant(SESSION.replace("front", "back"), Optional.empty()));

    trial.refused(
        Rules.CALLER, use("producer", byAnotherKey, Camera.credentials(), Optional.empty()));
    assertThat(
            trial
                .refused(Rules.CALLER, use("producer", another, granted, Optional.empty()))
                .required())
        .contains("back-door-camera");
  }

  @Test
  @ProvesSatisfied("IAM-15")
  void theSessionThatStsMade_isLetThrough() {
    KnownCaller caller =
        new KnownCaller(
            new CallerIdentity(Camera.ACCOUNT, SESSION), Camera.credentials().accessKeyId());

    GateTrial.of(Control.IAM_15)
        .satisfiedAlone(
            Rules.CALLER,
            use(
                "producer",
                caller,
                Camera.credentials().granted(new SessionGrant(SESSION, Optional.empty())),
                Optional.empty()));
  }
}
