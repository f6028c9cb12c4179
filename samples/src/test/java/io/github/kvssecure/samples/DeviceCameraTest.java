package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.IotEndpoint;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.identity.StreamBinding;
import io.github.kvssecure.identity.ThingName;
import io.github.kvssecure.identity.policy.LeastPrivilege;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.policy.Control;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device from its certificate to its stream, with the policies that the library prints. */
class DeviceCameraTest {

  @TempDir Path directory;

  @Test
  void deviceSendsToItsOwnStreamAndToNoOther() throws Exception {
    Clip clip = Clip.load();
    List<Frame> video =
        clip.frames(Instant.now()).stream().filter(frame -> frame.track() == 1).toList();
    byte[] avcC = clip.media().header().tracks().get(0).codecPrivate();
    try (StandIn standIn = new StandIn()) {
      LocalKvs kvs = standIn.kvs();
      KmsKeyId key = KmsKeyId.of(kvs.keys().create().arn());
      StreamSpec spec = spec("front-door", avcC, key);
      StreamSettings settings =
          StreamSettings.none().withRetentionHours(168).withKmsKeyId(key.value());
      kvs.streams().create("front-door", settings);
      kvs.streams().create("front-door-2", settings);
      LeastPrivilege policies = LeastPrivilege.of(spec, AwsRegion.of(kvs.region()), kvs.account());
      String role =
          kvs.identities().role("device", policies.deviceRole(StreamBinding.byThingName()));
      kvs.things().roleAlias("cameras", "device", Duration.ofHours(1));
      DeviceFolder.write(directory, kvs.things().create("front-door"));
      CredentialSource device =
          DeviceCamera.identity(
              new IotEndpoint(kvs.things().credentialsEndpoint()),
              ThingName.of("front-door"),
              directory,
              RoleArn.of(role));

      try (SecureProducer producer = standIn.producer(device).build()) {
        CloseReport report = DeviceCamera.send(producer, spec, video);
        assertThat(report.isComplete()).isTrue();
        assertThat(report.frames().persisted()).isEqualTo(750);

        PolicyViolationException refused =
            catchThrowableOfType(
                PolicyViolationException.class,
                () -> producer.openStream(spec("front-door-2", avcC, key)));
        assertThat(refused.violations())
            .extracting(Violation::control)
            .containsExactly(Control.IOT_07);
      }
      assertThat(kvs.streams().frames("front-door")).hasSize(750);

      DeviceFolder.mode(directory.resolve("device.key"), "rw-r--r--");
      PolicyViolationException open =
          catchThrowableOfType(
              PolicyViolationException.class, () -> standIn.producer(device).build());
      assertThat(open.violations()).extracting(Violation::control).containsExactly(Control.IOT_04);
    }
  }

  private static StreamSpec spec(String name, byte[] avcC, KmsKeyId key) {
    return StreamSpec.builder(StreamName.of(name), Track.h264(1, avcC))
        .encryptedBy(key)
        .retention(Retention.ofDays(7))
        .build();
  }
}
