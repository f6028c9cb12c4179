package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.identity.CredentialKind;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.SessionGrant;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.policy.Waiver;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.Tags;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One mistake for each enforced control of identity and best practices. */
final class IdentityExamples {

  private static final String PRODUCER = "credentials of the producer";

  private final Map<Control, Violation> violations = new EnumMap<>(Control.class);
  private final SecurityPolicy policy;

  private IdentityExamples(SecurityPolicy policy) {
    this.policy = policy;
  }

  static Map<Control, Violation> all(SecurityPolicy policy) {
    IdentityExamples examples = new IdentityExamples(policy);
    examples.callers();
    examples.sources();
    examples.calls();
    examples.process();
    return examples.violations;
  }

  private <F> void show(List<Rule<F>> rules, F facts) {
    for (Rule<F> rule : rules) {
      if (rule.evaluate(facts, policy) instanceof Decision.Violated violated) {
        violations.putIfAbsent(rule.control(), violated.violation());
      }
    }
  }

  private static IdentityFacts.KnownCaller caller(String arn, String accessKeyId) {
    return new IdentityFacts.KnownCaller(
        new CallerIdentity(arn.split(":", 6)[4], arn), accessKeyId);
  }

  private void callers() {
    String key = Camera.credentials().accessKeyId();
    for (IdentityFacts.KnownCaller caller :
        List.of(
            caller("arn:aws:iam::123456789012:root", key),
            caller("arn:aws:iam::210987654321:user/developer", key),
            caller("arn:aws:sts::123456789012:assumed-role/camera/session", key),
            caller("arn:aws:sts::123456789012:assumed-role/camera/door", "ASIAEXAMPLEEXAMPLE02"))) {
      show(
          Rules.CALLER,
          new IdentityFacts.CallerUse(
              "producer",
              caller,
              Camera.credentials(),
              new IdentityFacts.Place(Camera.REGION, Optional.of(Camera.ACCOUNT))));
    }
  }

  private void sources() {
    show(
        Rules.SOURCE,
        new IdentityFacts.SourceUse(
            PRODUCER,
            CredentialKind.PROFILE,
            Optional.of("the profile 'camera' of the shared credentials file")));
    show(
        Rules.METADATA,
        new IdentityFacts.MetadataUse(PRODUCER, IdentityFacts.MetadataReader.MAY_FALL_BACK));
    show(
        Rules.SCOPE,
        new IdentityFacts.ScopeUse(
            Camera.ARN, Camera.credentials().granted(new SessionGrant("arn:x", Optional.empty()))));
    show(
        Rules.SEPARATION,
        new IdentityFacts.Separation(
            CredentialSource.instanceRole(), CredentialSource.instanceRole()));
    IdentityFacts.KnownCaller camera =
        caller("arn:aws:sts::123456789012:assumed-role/camera/door", "ASIAEXAMPLEEXAMPLE01");
    show(Rules.CREATOR, new IdentityFacts.Creation(camera, camera));
  }

  private void calls() {
    show(
        Rules.PUBLISHED,
        new CreationFacts.PublishedMetadata(
            Camera.STREAM,
            Map.of("session name", "jane.doe@example.com"),
            Tags.of("call", "+49 30 901820")));
    show(
        Rules.ACTION, new IdentityFacts.ActionUse("producer", Set.of("kinesisvideo:DeleteStream")));
    show(
        Rules.ACTIONS_CALLED,
        new IdentityFacts.ActionsCalled(Map.of("kinesisvideo:ListStreams", 1L)));
    show(
        Rules.ADDRESS,
        new IdentityFacts.StreamAddress(
            Camera.ARN, new StreamArn(Camera.ARN.value().replaceAll("\\d+$", "1790000000"))));
  }

  private void process() {
    show(
        Rules.LOG_TRIAL, new ProcessFacts.LogTrial(List.of("credentials"), List.of("credentials")));
    show(
        Rules.SERIALISATION,
        new ProcessFacts.SerialisationTrial(List.of(), List.of("credentials")));
    show(
        Rules.DEBUG_SWITCHES,
        new ProcessFacts.DebugSwitches(
            List.of("environment variable SSLKEYLOGFILE has TLS session keys written to a file")));
    show(
        Rules.CLIENTS,
        new ProcessFacts.Clients(
            List.of(
                new ProcessFacts.Client("aws-java-sdk-kinesisvideo", Optional.of("1.12.100")))));
    show(
        Rules.EXCEPTIONS,
        new ProcessFacts.Exceptions(
            List.of(
                new Waiver(
                    Control.KMS_01, "migration of the old streams", LocalDate.of(2099, 1, 1))),
            List.of(),
            LocalDate.of(2026, 6, 1)));
  }
}
