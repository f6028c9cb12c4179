package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.identity.CredentialKind;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.identity.SessionGrant;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.ActionUse;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.ActionsCalled;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.Creation;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.KnownCaller;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.MetadataReader;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.MetadataUse;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.ScopeUse;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.Separation;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.SourceUse;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.StreamAddress;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.UnknownCaller;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.ExpectedIdentity;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.stream.StreamArn;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceRulesTest {

  private static final String SUBJECT = "credentials of the producer";
  private static final CredentialSource BASE = CredentialSource.instanceRole();

  private static GateTrial blocking(Control control) {
    return GateTrial.of(control).under(SecurityPolicy.strict().raise(control, Severity.BLOCK));
  }

  @Test
  @ProvesViolated("IAM-06")
  void keysThatAreWrittenDown_areRefusedWithTheirPlace() {
    SourceUse facts =
        new SourceUse(
            SUBJECT,
            CredentialKind.PROVIDER,
            Optional.of("the environment variable AWS_ACCESS_KEY_ID"));

    assertThat(GateTrial.of(Control.IAM_06).refused(Rules.SOURCE, facts).found())
        .isEqualTo("keys that are written down in the environment variable AWS_ACCESS_KEY_ID");
  }

  @Test
  @ProvesViolated("IAM-06")
  void kindsThatAreNotAdmitted_areRefused() {
    GateTrial trial =
        GateTrial.of(Control.IAM_06)
            .under(
                SecurityPolicy.strict()
                    .expecting(ExpectedIdentity.ANY.from(CredentialKind.ASSUMED_ROLE)));

    assertThat(
            trial
                .refused(
                    Rules.SOURCE, new SourceUse(SUBJECT, CredentialKind.PROFILE, Optional.empty()))
                .required())
        .isEqualTo("a source of kind [ASSUMED_ROLE]");
    trial.satisfiedAlone(
        Rules.SOURCE, new SourceUse(SUBJECT, CredentialKind.ASSUMED_ROLE, Optional.empty()));
  }

  @ParameterizedTest
  @EnumSource(CredentialKind.class)
  @ProvesSatisfied("IAM-06")
  void kindsWithoutWrittenKeys_areLetThrough(CredentialKind kind) {
    GateTrial.of(Control.IAM_06)
        .satisfiedAlone(Rules.SOURCE, new SourceUse(SUBJECT, kind, Optional.empty()));
  }

  @Test
  @ProvesViolated("IAM-07")
  void fallBackToVersion1_isReported() {
    blocking(Control.IAM_07)
        .refused(Rules.METADATA, new MetadataUse(SUBJECT, MetadataReader.MAY_FALL_BACK));
  }

  @ParameterizedTest
  @EnumSource(
      value = MetadataReader.class,
      names = {"NONE", "VERSION_2_ONLY", "TURNED_OFF"})
  @ProvesSatisfied("IAM-07")
  void version2Only_isLetThrough(MetadataReader reader) {
    GateTrial.of(Control.IAM_07).satisfiedAlone(Rules.METADATA, new MetadataUse(SUBJECT, reader));
  }

  @Test
  void providerOfTheApplication_cannotBeToldOfMetadata() {
    GateTrial.of(Control.IAM_07)
        .notEvaluated(Rules.METADATA, new MetadataUse(SUBJECT, MetadataReader.UNKNOWN));
  }

  private static SessionCredentials scoped(String resource, Optional<Integer> packed) {
    return Camera.credentials()
        .granted(new SessionGrant("arn:x", Optional.of(new SessionGrant.Scope(resource, packed))));
  }

  @Test
  @ProvesSatisfied("IAM-08")
  void sessionOfExactlyThisStream_isLetThrough() {
    assertThat(
            GateTrial.of(Control.IAM_08)
                .satisfiedAlone(
                    Rules.SCOPE,
                    new ScopeUse(Camera.ARN, scoped(Camera.ARN.value(), Optional.of(24)))))
        .contains("24%");
  }

  @Test
  @ProvesViolated("IAM-08")
  void sessionsThatAreWiderOrUnconfirmed_areRefused() {
    GateTrial trial = GateTrial.of(Control.IAM_08);
    SessionCredentials wide =
        Camera.credentials().granted(new SessionGrant("arn:x", Optional.empty()));
    String pattern = "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/front-door/*";

    trial.refused(Rules.SCOPE, new ScopeUse(Camera.ARN, wide));
    trial.refused(Rules.SCOPE, new ScopeUse(Camera.ARN, scoped(pattern, Optional.of(24))));
    for (Optional<Integer> packed :
        java.util.List.of(Optional.<Integer>empty(), Optional.of(0), Optional.of(101))) {
      trial.refused(Rules.SCOPE, new ScopeUse(Camera.ARN, scoped(Camera.ARN.value(), packed)));
    }
  }

  @Test
  void sourceThatCannotBeNarrowed_isNotEvaluatedAndThePolicyDecides() {
    ScopeUse facts = new ScopeUse(Camera.ARN, Camera.credentials());
    GateTrial trial = GateTrial.of(Control.IAM_08);

    assertThat(trial.notEvaluated(Rules.SCOPE, facts)).startsWith("SCOPE_UNVERIFIED: ");
    assertThat(trial.refusesUnevaluated(Rules.SCOPE, facts)).isFalse();
    assertThat(
            trial
                .under(SecurityPolicy.strict().requiringEvaluationOf(Set.of(Control.IAM_08)))
                .refusesUnevaluated(Rules.SCOPE, facts))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kinesisvideo:CreateStream", "kinesisvideo:TagStream", "kinesisvideo:DeleteStream",
        "kinesisvideo:GetMedia", "kinesisvideo:GetClip", "kinesisvideo:UpdateDataRetention",
        "kinesisvideo:GetHLSStreamingSessionURL", "iam:SimulatePrincipalPolicy"
      })
  @ProvesViolated({"IAM-10", "BP-10"})
  void callsThatNoProducerNeeds_areRefused(String action) {
    assertThat(
            GateTrial.of(Control.IAM_10)
                .refused(Rules.ACTION, new ActionUse("producer", Set.of("sts:AssumeRole", action)))
                .found())
        .isEqualTo("a call of " + action);
    GateTrial.of(Control.BP_10)
        .refused(
            Rules.ACTIONS_CALLED,
            new ActionsCalled(Map.of("kinesisvideo:DescribeStream", 1L, action, 1L)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kinesisvideo:PutMedia", "kinesisvideo:GetDataEndpoint", "kinesisvideo:DescribeStream",
        "sts:GetCallerIdentity", "sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"
      })
  @ProvesSatisfied({"IAM-10", "BP-10"})
  void callsOfAProducer_areLetThrough(String action) {
    GateTrial.of(Control.IAM_10)
        .satisfiedAlone(Rules.ACTION, new ActionUse("producer", Set.of(action)));
    assertThat(
            GateTrial.of(Control.BP_10)
                .satisfiedAlone(Rules.ACTIONS_CALLED, new ActionsCalled(Map.of(action, 3L))))
        .contains(action + "=3");
  }

  @Test
  void administrators_mayBeAskedForMore() {
    GateTrial.of(Control.IAM_10)
        .satisfiedAlone(
            Rules.ACTION, new ActionUse("administrator", Set.of("kinesisvideo:CreateStream")));
  }

  @Test
  @ProvesViolated("IAM-12")
  void uploadToAnotherIncarnationOfTheStream_isReported() {
    blocking(Control.IAM_12)
        .refused(
            Rules.ADDRESS,
            new StreamAddress(
                Camera.ARN, new StreamArn(Camera.ARN.value().replaceAll("\\d+$", "1790000000"))));
  }

  @Test
  @ProvesSatisfied("IAM-12")
  void uploadToTheVerifiedStream_isLetThrough() {
    GateTrial.of(Control.IAM_12)
        .satisfiedAlone(Rules.ADDRESS, new StreamAddress(Camera.ARN, Camera.ARN));
  }

  @Test
  @ProvesViolated("BP-01")
  void administratorWithTheProducersCredentials_isReported() {
    RoleArn role = RoleArn.of("arn:aws:iam::123456789012:role/camera");
    GateTrial trial = blocking(Control.BP_01);

    trial.refused(Rules.SEPARATION, new Separation(BASE, CredentialSource.instanceRole()));
    trial.refused(
        Rules.SEPARATION,
        new Separation(
            CredentialSource.assumeRole(role, "door", BASE),
            CredentialSource.assumeRole(role, "maker", CredentialSource.containerRole())));
  }

  @Test
  @ProvesSatisfied("BP-01")
  void administratorWithAnotherRole_isLetThrough() {
    GateTrial.of(Control.BP_01)
        .satisfiedAlone(
            Rules.SEPARATION,
            new Separation(
                CredentialSource.assumeRole(
                    RoleArn.of("arn:aws:iam::123456789012:role/camera"), "door", BASE),
                CredentialSource.assumeRole(
                    RoleArn.of("arn:aws:iam::123456789012:role/maker"), "door", BASE)));
  }

  private static KnownCaller caller(String role) {
    return new KnownCaller(
        new CallerIdentity(
            Camera.ACCOUNT, "arn:aws:sts::123456789012:assumed-role/" + role + "/somebody"),
        "ASIAEXAMPLEEXAMPLE01");
  }

  private static KnownCaller user(String name) {
    return new KnownCaller(
        new CallerIdentity(Camera.ACCOUNT, "arn:aws:iam::123456789012:user/" + name),
        "ASIAEXAMPLEEXAMPLE01");
  }

  @Test
  @ProvesViolated("BP-02")
  void streamMadeByTheProducersRole_isReported() {
    blocking(Control.BP_02)
        .refused(Rules.CREATOR, new Creation(caller("camera"), caller("camera")));
    blocking(Control.BP_02).refused(Rules.CREATOR, new Creation(user("camera"), user("camera")));
  }

  @Test
  @ProvesSatisfied("BP-02")
  void streamMadeByAnotherRole_isLetThrough() {
    GateTrial.of(Control.BP_02)
        .satisfiedAlone(Rules.CREATOR, new Creation(caller("camera"), caller("maker")));
    GateTrial.of(Control.BP_02)
        .satisfiedAlone(Rules.CREATOR, new Creation(user("camera"), user("maker")));
    GateTrial.of(Control.BP_02)
        .satisfiedAlone(Rules.CREATOR, new Creation(user("camera"), caller("camera")));
    GateTrial.of(Control.BP_02)
        .notEvaluated(Rules.CREATOR, new Creation(new UnknownCaller("no answer"), caller("maker")));
  }
}
