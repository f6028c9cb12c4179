package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.Handshakes;
import io.github.kvssecure.fake.Keys;
import io.github.kvssecure.identity.IamPolicyDocument;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyFound;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyMissing;
import io.github.kvssecure.internal.gate.rule.KeyFacts.NamedKey;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.AcknowledgementError;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.spi.DataKeyTrial;
import io.github.kvssecure.spi.KeyRotation;
import io.github.kvssecure.spi.UploadRequest;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.RetentionChange;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamPin;
import io.github.kvssecure.stream.StreamStatus;
import io.github.kvssecure.stream.StreamVersion;
import io.github.kvssecure.stream.Tags;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One mistake for each enforced control, shown to its rule, so that the page shows true messages.
 */
final class ControlExamples {

  private static final SecurityPolicy POLICY =
      SecurityPolicy.strict().withMandatoryTags(Set.of("owner"));
  private static final KmsKeyId MANAGED =
      KmsKeyId.of("arn:aws:kms:eu-central-1:123456789012:alias/aws/kinesisvideo");

  private final Map<Control, Violation> violations = new EnumMap<>(Control.class);

  private ControlExamples() {}

  /** The first violation of each enforced control. */
  static Map<Control, Violation> all() {
    ControlExamples examples = new ControlExamples();
    examples.keys();
    examples.creation();
    examples.identityAndStream();
    examples.connection();
    examples.violations.putAll(IdentityExamples.all(POLICY));
    DeviceExamples.show(examples);
    NetworkExamples.all().forEach(examples.violations::putIfAbsent);
    MediaExamples.all().forEach(examples.violations::putIfAbsent);
    ResilienceExamples.all().forEach(examples.violations::putIfAbsent);
    return examples.violations;
  }

  <F> void show(List<Rule<F>> rules, F facts) {
    for (Rule<F> rule : rules) {
      if (rule.evaluate(facts, POLICY) instanceof Decision.Violated violated) {
        violations.putIfAbsent(rule.control(), violated.violation());
      }
    }
  }

  private static NamedKey named(KmsKeyId name) {
    return new NamedKey(name, new KeyFound(Keys.good(name.keyArn().orElse(Keys.CAMERA))));
  }

  private static Facts.KeyUse reported(KmsKeyId key) {
    return new Facts.KeyUse(
        Camera.STREAM,
        Camera.REGION,
        Optional.of(Camera.ACCOUNT),
        new Facts.KeyReported(Optional.of(key.value())),
        Optional.empty());
  }

  private void keys() {
    show(Rules.KEY, reported(MANAGED));
    show(
        Rules.KEY,
        reported(KmsKeyId.of("arn:aws:kms:us-east-1:123456789012:key/" + Camera.KEY_ID)));
    show(
        Rules.KEY_MATCH,
        new KeyFacts.KeyMatch(
            Camera.STREAM,
            Camera.REGION,
            Optional.of(named(Camera.KEY)),
            Optional.of(named(Keys.OTHER.toKeyId()))));
    show(
        Rules.KEY_TO_CREATE_WITH,
        new KeyFacts.KeyToCreateWith(Camera.STREAM, new NamedKey(Camera.KEY, new KeyMissing())));
    show(
        Rules.KEY_HEALTH,
        new KeyFacts.KeyHealth(
            Camera.KEY,
            Optional.empty(),
            new KeyFound(Keys.deletedAt(Camera.NOW.plus(Duration.ofDays(7)))),
            Camera.NOW));
    show(
        Rules.ACKNOWLEDGED,
        new KeyFacts.Acknowledged(
            Camera.STREAM,
            new Acknowledgement(
                Acknowledgement.Type.ERROR,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.of(new AcknowledgementError(4501, "KMS_KEY_DISABLED")))));
    show(
        Rules.PIN,
        new KeyFacts.PinnedStream(
            Camera.STREAM,
            Optional.of(new StreamPin(Camera.ARN, Keys.CAMERA)),
            Optional.of(
                StreamDescription.builder(
                        "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/front-door/1790000000",
                        StreamStatus.ACTIVE)
                    .build()),
            Optional.of(named(Camera.KEY))));
    show(
        Rules.KEY_DRY_RUN,
        new KeyFacts.KeyDryRun(
            Camera.KEY, Optional.of(new DataKeyTrial.Unusable("DisabledException")), ""));
    show(
        Rules.KEY_ROTATION,
        new KeyFacts.KeyRotationStatus(Camera.KEY, Optional.of(new KeyRotation.Off()), ""));
    show(
        Rules.IAM_DOCUMENTS,
        List.of(
            new IamPolicyDocument(
                "camera-role.json",
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"kinesis-video:PutMedia\"}]}")));
  }

  private void creation() {
    show(Rules.TAGS, new CreationFacts.TagsToSet(Camera.STREAM, Tags.of("purpose", "door")));
    show(Rules.RETENTION, new Facts.RetentionUse(Camera.STREAM, Optional.of(Retention.NONE), true));
    show(
        Rules.CREATION,
        new CreationFacts.CreationRequest(
            Camera.spec().build(),
            List.of(Control.KMS_01, Control.CMP_02),
            List.of(new Violation(Control.CMP_02, "stream front-door", "0 h", "1 h", "24 h"))));
    show(
        Rules.NEW_STREAM,
        new CreationFacts.NewStream(
            Camera.spec().build(),
            Camera.ARN,
            Camera.description().retention(Retention.ofHours(1)).build(),
            Optional.of(named(Camera.KEY)),
            Optional.of(named(Camera.KEY))));
    show(
        Rules.ADOPTION,
        new CreationFacts.StreamToAdopt(
            Camera.STREAM,
            List.of(new Violation(Control.KMS_01, "stream front-door", "key", "key", "key"))));
    show(
        Rules.RETENTION_UPDATE,
        new CreationFacts.RetentionUpdate(
            Camera.STREAM, new RetentionChange(Retention.ofHours(24), Retention.NONE)));
    StreamDescription seen = Camera.description().version(new StreamVersion("k7mHn2zXq")).build();
    show(
        Rules.DELETION,
        new CreationFacts.Deletion(
            seen,
            Optional.of(Camera.description().version(new StreamVersion("p9Lw4sVbd")).build())));
  }

  private void identityAndStream() {
    show(
        Rules.CREDENTIALS,
        new Facts.CredentialUse(
            "credentials of the producer",
            SessionCredentials.of(
                "AKIAEXAMPLEEXAMPLE01",
                Camera.SECRET,
                Optional.empty(),
                Optional.of(Camera.NOW.plus(Duration.ofDays(30)))),
            Camera.NOW));
    show(
        Rules.REPORTED_STREAM,
        new Facts.ReportedStream(
            Camera.spec().build(),
            StreamDescription.builder(
                    "arn:aws:kinesisvideo:us-east-1:123456789012:stream/front-door/1780000000",
                    StreamStatus.DELETING)
                .build(),
            Camera.REGION));
    show(Rules.REGION, new Facts.RegionUse("stream front-door", "us-east-1", Camera.REGION));
  }

  private void connection() {
    show(
        Rules.DATA_ENDPOINT,
        new Facts.EndpointUse(
            "data endpoint of stream front-door",
            URI.create("http://media.example.com"),
            Camera.REGION,
            Optional.empty()));
    show(
        Rules.HANDSHAKE,
        new Facts.HandshakeDone(Handshakes.tls("TLSv1.1", "TLS_RSA_WITH_AES_128_CBC_SHA")));
    show(
        Rules.HANDSHAKE,
        new Facts.HandshakeDone(Handshakes.peer("HTTPS", List.of("media.example.com"))));
    show(
        Rules.REQUEST,
        new Facts.RequestToSend(
            new UploadRequest(
                new UploadRequest.Target(Camera.ENDPOINT, Camera.REGION),
                Camera.ARN,
                SessionCredentials.of(
                    "ASIAEXAMPLEEXAMPLE01",
                    Camera.SECRET,
                    Optional.of("token\r\nx-other: 1"),
                    Optional.empty()),
                Camera.NOW)));
    show(Rules.ANSWER, new Facts.Answer(Camera.STREAM, Optional.empty()));
    show(
        Rules.ACKNOWLEDGEMENTS,
        new Facts.AcknowledgementStream(Camera.STREAM, Optional.of("a line of 1025 bytes")));
  }
}
