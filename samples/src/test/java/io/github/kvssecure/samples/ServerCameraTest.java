package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.identity.policy.LeastPrivilege;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.RecordedCall;
import io.github.kvssecure.local.StaticKeys;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A server from the role of its machine to the stream of a camera, with the printed policies. */
class ServerCameraTest {

  private static final String NAME = "front-door";

  private final StandIn standIn = new StandIn();
  private final LocalKvs kvs = standIn.kvs();
  private Clip clip;
  private StreamSpec spec;
  private RoleArn role;

  @BeforeEach
  void makeStreamAndRoles() throws Exception {
    clip = Clip.load();
    KmsKeyId key = KmsKeyId.of(kvs.keys().create().arn());
    kvs.streams()
        .create(NAME, StreamSettings.none().withRetentionHours(168).withKmsKeyId(key.value()));
    spec =
        StreamSpec.builder(
                StreamName.of(NAME),
                Track.h264(1, clip.media().header().tracks().get(0).codecPrivate()))
            .encryptedBy(key)
            .retention(Retention.ofDays(7))
            .build();
    String machine = kvs.identities().role("machine", LocalIdentities.policy("sts:AssumeRole"));
    String trust =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"%s"},
         "Action":["sts:AssumeRole","sts:SetSourceIdentity"]}]}"""
            .formatted(machine);
    role =
        RoleArn.of(
            kvs.identities()
                .role(
                    "front-door-camera",
                    trust,
                    LeastPrivilege.of(spec, AwsRegion.of(kvs.region()), kvs.account()).producer()));
  }

  @AfterEach
  void stop() {
    standIn.close();
  }

  @Test
  void serverSendsAsTheCamerasRole_narrowedToItsStream() throws Exception {
    CredentialSource server =
        ServerCamera.identity(
            role, "gate-7-server", CredentialSource.of(standIn.instanceProfile("machine")));
    List<Frame> video =
        clip.frames(Instant.now()).stream().filter(frame -> frame.track() == 1).toList();

    CloseReport report;
    try (SecureProducer producer = standIn.producer(server).build()) {
      report = ServerCamera.send(producer, spec, video);

      assertThat(producer.report().decisions().get(Control.IAM_08))
          .isInstanceOf(Decision.Satisfied.class);
      assertThat(producer.report().decisions().get(Control.IAM_13))
          .isInstanceOfSatisfying(
              Decision.Satisfied.class,
              decision -> assertThat(decision.evidence()).contains("gate-7-server"));
    }

    assertThat(report.isComplete()).isTrue();
    assertThat(report.frames().persisted()).isEqualTo(750);
    assertThat(kvs.streams().frames(NAME)).hasSize(750);
    assertThat(signers("PutMedia")).hasSize(1).doesNotContainAnyElementsOf(signers("AssumeRole"));
  }

  @Test
  void longTermKeysInPlaceOfTheMachinesRole_areRefusedBeforeAnyCall() {
    StaticKeys keys = kvs.identities().user("developer");
    CredentialSource server =
        ServerCamera.identity(
            role,
            "gate-7-server",
            CredentialSource.of(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey()))));

    PolicyViolationException refused =
        catchThrowableOfType(
            PolicyViolationException.class, () -> standIn.producer(server).build());

    assertThat(refused.violations())
        .extracting(Violation::control)
        .containsExactlyInAnyOrder(Control.IAM_02, Control.IAM_06);
    assertThat(kvs.calls()).isEmpty();
  }

  private List<String> signers(String operation) {
    return kvs.calls().stream()
        .filter(call -> call.operation().equals(operation))
        .map(RecordedCall::accessKeyId)
        .distinct()
        .toList();
  }
}
