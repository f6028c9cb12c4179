package io.github.kvssecure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.contract.ContractMedia;
import io.github.kvssecure.fake.FakeMediaProducerProvider;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.spi.MediaStorage;
import io.github.kvssecure.spi.MediaStorage.Promise;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** RES-08: a packager that keeps media on disk, and what really lies there. */
class SpilledMediaTest {

  private static final int BOUND = 1000;
  private static final Set<Promise> ALL = EnumSet.allOf(Promise.class);

  /** One slice of a key frame, as avcC tracks have it: its length comes first. */
  private static final byte[] SLICE = {0, 0, 0, 2, 0x65, (byte) 0x88};

  @TempDir private Path folder;

  private final LocalKvs kvs = LocalKvs.start();
  private final FakeMediaProducerProvider packager = new FakeMediaProducerProvider();
  private Path spill = Path.of("");

  @BeforeEach
  void makeSpill() throws IOException {
    spill = mode(Files.createDirectory(folder.resolve("spill")), "rwx------");
    file("first.frames", "rw-------", 600);
  }

  @AfterEach
  void stop() {
    kvs.close();
  }

  private static Path mode(Path path, String permissions) throws IOException {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private Path file(String name, String permissions, int bytes) throws IOException {
    return mode(Files.write(spill.resolve(name), new byte[bytes]), permissions);
  }

  private void keepMediaThere(Set<Promise> promises, OptionalLong bound) {
    packager.media().keepsMediaIn(new MediaStorage.Directory(spill, promises, bound));
  }

  private SecureProducer producer(SecurityPolicy policy) {
    SessionKeys keys = kvs.identities().roleSession(LocalIdentities.CAMERA);
    AwsSessionCredentials base =
        AwsSessionCredentials.builder()
            .accessKeyId(keys.accessKeyId())
            .secretAccessKey(keys.secretAccessKey())
            .sessionToken(keys.sessionToken())
            .expirationTime(keys.expiration())
            .build();
    return SecureProducer.builder(
            AwsRegion.of(kvs.region()),
            CredentialSource.assumeRole(
                RoleArn.of(kvs.identities().roleArn(LocalIdentities.CAMERA)),
                "front-door-camera",
                CredentialSource.of(() -> base)))
        .policy(policy)
        .insecurelyUseLoopbackEndpoint(
            LoopbackEndpoint.of(kvs.endpoint(), kvs.caCertificate()), "a test on this machine")
        .mediaProducer(packager)
        .build();
  }

  private SecureStream open(SecureProducer producer) throws InterruptedException {
    kvs.streams()
        .create(
            "front-door",
            StreamSettings.none()
                .withRetentionHours(24)
                .withKmsKeyId(kvs.keys().create().arn())
                .withMediaType("video/h264"));
    return producer.openStream(
        StreamSpec.builder(StreamName.of("front-door"), Track.h264(1, ContractMedia.AVCC)).build());
  }

  /** What is decided of a stream that opens. */
  private Decision decision() throws InterruptedException {
    try (SecureProducer producer = producer(SecurityPolicy.strict());
        SecureStream stream = open(producer)) {
      assertThat(stream.state()).isEqualTo(StreamState.OPENING);
      return decision(producer);
    }
  }

  private static Decision decision(SecureProducer producer) {
    return Objects.requireNonNull(producer.report().decisions().get(Control.RES_08));
  }

  private static Violation violation(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Violated.class);
    return ((Decision.Violated) decision).violation();
  }

  @Test
  @ProvesSatisfied("RES-08")
  void closedFilesOfAPackagerThatEncrypts_areLetThrough() throws Exception {
    mode(Files.createDirectory(spill.resolve("front-door")), "rwx------");
    file("front-door/second.frames", "rw-------", 400);
    keepMediaThere(ALL, OptionalLong.of(BOUND));

    assertThat(decision())
        .isInstanceOfSatisfying(
            Decision.Satisfied.class,
            satisfied -> assertThat(satisfied.evidence()).contains("1000 bytes", "closed"));
  }

  @Test
  @ProvesSatisfied("RES-08")
  void memory_isLetThrough() throws Exception {
    assertThat(decision())
        .isInstanceOfSatisfying(
            Decision.Satisfied.class,
            satisfied -> assertThat(satisfied.evidence()).contains("memory of this process"));
  }

  @ParameterizedTest
  @CsvSource({"rwxr-xr-x, 755", "rwxrwx---, 770"})
  @ProvesViolated("RES-08")
  void directoryThatIsOpenToOthers_isWarnedOf(String permissions, String octal) throws Exception {
    mode(spill, permissions);
    keepMediaThere(ALL, OptionalLong.of(BOUND));

    assertThat(violation(decision()).found()).contains("directory").contains("mode " + octal);
  }

  @ParameterizedTest
  @CsvSource({"rw-r--r--, 644", "rw-rw----, 660"})
  @ProvesViolated("RES-08")
  void fileThatIsOpenToOthers_isWarnedOf(String permissions, String octal) throws Exception {
    file("second.frames", permissions, 100);
    keepMediaThere(ALL, OptionalLong.of(BOUND));

    Violation violation = violation(decision());
    assertThat(violation.found()).contains("second.frames has mode " + octal);
    assertThat(violation.found()).doesNotContain("first.frames");
    assertThat(violation.remedy()).contains("chmod 600");
  }

  @Test
  @ProvesViolated("RES-08")
  void linkOutOfTheDirectory_isWarnedOf() throws Exception {
    Files.createSymbolicLink(spill.resolve("elsewhere"), folder);
    keepMediaThere(ALL, OptionalLong.of(BOUND));

    assertThat(violation(decision()).found()).contains("elsewhere is a symbolic link");
  }

  @Test
  @ProvesViolated("RES-08")
  void directoryThatIsNotThere_isWarnedOf() throws Exception {
    spill = folder.resolve("none");
    keepMediaThere(ALL, OptionalLong.of(BOUND));

    assertThat(violation(decision()).found()).contains("missing");
  }

  @ParameterizedTest
  @EnumSource(Promise.class)
  @ProvesViolated("RES-08")
  void packagerThatDoesNotPromiseEverything_isWarnedOf(Promise left) throws Exception {
    keepMediaThere(EnumSet.of(left), OptionalLong.of(BOUND));

    assertThat(violation(decision()).found())
        .contains(left == Promise.ENCRYPTED ? "stays on disk" : "not encrypted");
  }

  @Test
  @ProvesViolated("RES-08")
  void mediaWithoutABound_isWarnedOf() throws Exception {
    keepMediaThere(ALL, OptionalLong.empty());

    assertThat(violation(decision()).found()).contains("no bound");
  }

  @Test
  @ProvesViolated("RES-08")
  void moreMediaThanTheBound_isWarnedOf() throws Exception {
    file("second.frames", "rw-------", 401);
    keepMediaThere(ALL, OptionalLong.of(BOUND));

    assertThat(violation(decision()).found()).contains("1001 bytes where 1000");
  }

  /** What is spilled in an outage was not there when the stream was opened. */
  @Test
  @ProvesViolated("RES-08")
  void fileThatAppearsLater_isWarnedOfWhileMediaFlows() throws Exception {
    keepMediaThere(ALL, OptionalLong.of(BOUND));
    Instant start = Instant.now();
    try (SecureProducer producer = producer(SecurityPolicy.strict());
        SecureStream stream = open(producer)) {
      stream.put(Frame.key(1, start, ByteBuffer.wrap(SLICE)));
      assertThat(decision(producer)).isInstanceOf(Decision.Satisfied.class);

      file("second.frames", "rw-r--r--", 100);
      stream.put(Frame.key(1, start.plusSeconds(9), ByteBuffer.wrap(SLICE)));
      assertThat(decision(producer)).as("looked at lately").isInstanceOf(Decision.Satisfied.class);
      stream.put(Frame.key(1, start.plusSeconds(10), ByteBuffer.wrap(SLICE)));

      assertThat(violation(decision(producer)).found()).contains("second.frames");
      assertThat(stream.accounting().frames().accepted()).isEqualTo(3);
    }
  }

  @Test
  @ProvesViolated("RES-08")
  void policyThatRaisesIt_refusesTheStream() {
    keepMediaThere(Set.of(), OptionalLong.empty());
    try (SecureProducer producer =
        producer(SecurityPolicy.strict().raise(Control.RES_08, Severity.BLOCK))) {
      PolicyViolationException refused =
          catchThrowableOfType(PolicyViolationException.class, () -> open(producer));

      assertThat(refused.violations())
          .extracting(Violation::control)
          .containsExactly(Control.RES_08);
      assertThat(packager.media().streams()).isEmpty();
    }
  }
}
