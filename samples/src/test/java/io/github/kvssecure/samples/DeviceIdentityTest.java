package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.IotEndpoint;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.identity.StreamBinding;
import io.github.kvssecure.identity.ThingName;
import io.github.kvssecure.identity.policy.LeastPrivilege;
import io.github.kvssecure.local.Fault;
import io.github.kvssecure.local.FaultPlan;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.RecordedCall;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One identity, one place, one stream: what a device is held to, all the way to the service. */
class DeviceIdentityTest {

  private static final String NAME = "front-door";

  @TempDir Path directory;

  private final StandIn standIn = new StandIn();
  private final LocalKvs kvs = standIn.kvs();
  private final KmsKeyId key = KmsKeyId.of(kvs.keys().create().arn());
  private List<Frame> video = List.of();
  private byte[] avcC = {};

  @BeforeEach
  void makeStreamsAndDevice() throws Exception {
    Clip clip = Clip.load();
    video = clip.frames(Instant.now()).stream().filter(frame -> frame.track() == 1).toList();
    avcC = clip.media().header().tracks().get(0).codecPrivate();
    StreamSettings settings =
        StreamSettings.none().withRetentionHours(168).withKmsKeyId(key.value());
    kvs.streams().create(NAME, settings);
    kvs.streams().create(NAME + "-2", settings);
    kvs.things().roleAlias("cameras", "device", Duration.ofHours(1));
    DeviceFolder.write(directory, kvs.things().create(NAME));
  }

  @AfterEach
  void stop() {
    standIn.close();
  }

  private StreamSpec spec(String name) {
    return StreamSpec.builder(StreamName.of(name), Track.h264(1, avcC))
        .encryptedBy(key)
        .retention(Retention.ofDays(7))
        .build();
  }

  /** The device, whose role may do what a policy says. */
  private CredentialSource device(String permissions) {
    return DeviceCamera.identity(
        new IotEndpoint(kvs.things().credentialsEndpoint()),
        ThingName.of(NAME),
        directory,
        RoleArn.of(kvs.identities().role("device", permissions)));
  }

  /** IOT-07: a role in between does not free a device from its binding. */
  @Test
  void roleOnTopOfADevice_isHeldToTheDevicesOwnStream() throws Exception {
    // The role itself may send to every stream: only the library binds it.
    CredentialSource source =
        CredentialSource.assumeRole(
            RoleArn.of(kvs.identities().roleArn(LocalIdentities.CAMERA)),
            "front-door-camera",
            device(LocalIdentities.policy("sts:AssumeRole")));

    try (SecureProducer producer = standIn.producer(source).build()) {
      PolicyViolationException refused =
          catchThrowableOfType(
              PolicyViolationException.class, () -> producer.openStream(spec(NAME + "-2")));
      assertThat(refused.violations())
          .extracting(Violation::control)
          .containsExactly(Control.IOT_07);
      assertThat(kvs.calls()).extracting(RecordedCall::operation).doesNotContain("DescribeStream");

      CloseReport report = DeviceCamera.send(producer, spec(NAME), video);

      assertThat(report.isComplete()).isTrue();
      assertThat(producer.report().decisions().get(Control.IOT_07))
          .isInstanceOf(Decision.Satisfied.class);
      assertThat(producer.report().decisions().get(Control.IAM_08))
          .isInstanceOf(Decision.Satisfied.class);
    }
  }

  /** IOT-04: the key of the device below is looked at before anything is built. */
  @Test
  void openKeyOfTheDeviceBelowARole_isRefusedAtStart() throws Exception {
    DeviceFolder.mode(directory.resolve("device.key"), "rw-r--r--");
    CredentialSource source =
        CredentialSource.assumeRole(
            RoleArn.of(kvs.identities().roleArn(LocalIdentities.CAMERA)),
            "front-door-camera",
            device(LocalIdentities.policy("sts:AssumeRole")));

    PolicyViolationException refused =
        catchThrowableOfType(
            PolicyViolationException.class, () -> standIn.producer(source).build());

    assertThat(refused.violations()).extracting(Violation::control).containsExactly(Control.IOT_04);
  }

  /** IOT-11: the service refuses one upload after the other, as it does to a key's second user. */
  @Test
  void copiedKeyInUseElsewhere_isNamedAndForgottenWhenItIsGone() throws Exception {
    LeastPrivilege policies =
        LeastPrivilege.of(spec(NAME), AwsRegion.of(kvs.region()), kvs.account());
    CredentialSource device = device(policies.deviceRole(StreamBinding.byThingName()));
    List<Decision> decided = new CopyOnWriteArrayList<>();
    kvs.arm(
        FaultPlan.of(Fault.HTTP_400)
            .errorType("ConnectionLimitExceededException")
            .onOperation("PutMedia")
            .times(3));
    try (SecureProducer producer =
        standIn.producer(device).listener(event -> note(event, decided)).build()) {
      CloseReport report = DeviceCamera.send(producer, spec(NAME), video);

      assertThat(report.isComplete()).isTrue();
      assertThat(report.frames().dropped()).isZero();
    }

    assertThat(decided)
        .extracting(decision -> (Object) decision.getClass())
        .containsSubsequence(Decision.Violated.class, Decision.Satisfied.class);
    assertThat(decided)
        .filteredOn(Decision.Violated.class::isInstance)
        .singleElement()
        .asString()
        .contains("3 uploads in a row")
        .contains("update-certificate --new-status REVOKED");
  }

  @Test
  void soleUserOfAKey_isReportedAsSuch() throws Exception {
    LeastPrivilege policies =
        LeastPrivilege.of(spec(NAME), AwsRegion.of(kvs.region()), kvs.account());
    List<Decision> decided = new CopyOnWriteArrayList<>();
    CredentialSource device = device(policies.deviceRole(StreamBinding.byThingName()));
    try (SecureProducer producer =
        standIn.producer(device).listener(event -> note(event, decided)).build()) {
      assertThat(DeviceCamera.send(producer, spec(NAME), video).isComplete()).isTrue();
    }

    assertThat(decided).isNotEmpty().hasOnlyElementsOfType(Decision.Satisfied.class);
  }

  private static void note(IngestEvent event, List<Decision> decided) {
    if (event instanceof IngestEvent.ControlDecided told
        && told.decision().control() == Control.IOT_11) {
      decided.add(told.decision());
    }
  }
}
