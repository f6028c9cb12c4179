package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.IotEndpoint;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.identity.StreamBinding;
import io.github.kvssecure.identity.ThingName;
import io.github.kvssecure.identity.policy.LeastPrivilege;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.RecordedCall;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.StreamSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Streams on while twenty sessions of one hour pass, on a clock that the test moves: each time the
 * connection is replaced between two fragments, because the credentials end that signed it. Nobody
 * cuts a connection here. A role and a device go through it at the same time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RotationTest {

  private static final int ROTATIONS = 20;

  /** Who streams. */
  enum Identity {
    ASSUMED_ROLE("assumed-role"),
    DEVICE("device");

    /** Native code takes a name once in a process. */
    private final String stream;

    Identity(String stream) {
      this.stream = stream;
    }
  }

  private final Map<Identity, RotatingCamera.Film> films = new EnumMap<>(Identity.class);

  @BeforeAll
  void letTwentySessionsPass(@TempDir Path directory) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      Map<Identity, Future<RotatingCamera.Film>> running = new EnumMap<>(Identity.class);
      for (Identity identity : Identity.values()) {
        running.put(identity, threads.submit(() -> film(identity, directory)));
      }
      for (Map.Entry<Identity, Future<RotatingCamera.Film>> entry : running.entrySet()) {
        films.put(entry.getKey(), entry.getValue().get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static RotatingCamera.Film film(Identity identity, Path directory) throws Exception {
    HandMovedClock clock = new HandMovedClock();
    try (StandIn standIn = new StandIn(LocalKvs.builder().clock(clock).start())) {
      RotatingCamera camera = new RotatingCamera(standIn, clock, identity.stream);
      CredentialSource source =
          identity == Identity.DEVICE
              ? device(standIn.kvs(), camera.spec(), directory)
              : role(standIn.kvs());
      return camera.film(source, ROTATIONS);
    }
  }

  /** A role that is assumed from an instance role, which has fresh credentials whenever asked. */
  private static CredentialSource role(LocalKvs kvs) {
    AwsCredentialsProvider instanceRole =
        () -> SdkCredentials.of(kvs.identities().roleSession(LocalIdentities.CAMERA));
    return CredentialSource.assumeRole(
        RoleArn.of(kvs.identities().roleArn(LocalIdentities.CAMERA)),
        "front-door-camera",
        CredentialSource.of(instanceRole));
  }

  private static CredentialSource device(LocalKvs kvs, StreamSpec spec, Path directory)
      throws Exception {
    LeastPrivilege policies = LeastPrivilege.of(spec, AwsRegion.of(kvs.region()), kvs.account());
    String role = kvs.identities().role("device", policies.deviceRole(StreamBinding.byThingName()));
    kvs.things().roleAlias("cameras", "device", Duration.ofHours(1));
    DeviceFolder.write(directory, kvs.things().create(spec.name().value()));
    return DeviceCamera.identity(
        new IotEndpoint(kvs.things().credentialsEndpoint()),
        ThingName.of(spec.name().value()),
        directory,
        RoleArn.of(role));
  }

  private RotatingCamera.Film film(Identity identity) {
    return Objects.requireNonNull(films.get(identity));
  }

  @ParameterizedTest
  @EnumSource
  void twentyRotations_loseNoFrameAndChangeNone(Identity identity) {
    RotatingCamera.Film film = film(identity);

    assertThat(film.report().isComplete()).as("%s", film.report()).isTrue();
    assertThat(film.report().frames().dropped()).isZero();
    assertThat(film.report().frames().persisted()).isEqualTo(film.report().frames().accepted());
    assertThat(film.sent()).hasSize(2);
    assertThat(film.received()).isEqualTo(film.sent());
    assertThat(film.duplicates()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void eachConnection_isReplacedInTimeAndNoneBreaks(Identity identity) {
    RotatingCamera.Film film = film(identity);

    assertThat(film.events())
        .filteredOn(IngestEvent.UploadRotated.class::isInstance)
        .hasSize(ROTATIONS);
    assertThat(film.events()).noneMatch(IngestEvent.UploadBroken.class::isInstance);

    assertThat(film.events()).noneMatch(IngestEvent.CredentialsNotRenewed.class::isInstance);
    assertThat(signers(film)).as("each upload by credentials of its own").hasSize(ROTATIONS + 1);
    assertThat(film.decisions().get(Control.RES_04)).isInstanceOf(Decision.Satisfied.class);
  }

  @ParameterizedTest
  @EnumSource
  void sessions_areForThisStreamAndForNothingElse(Identity identity) {
    assertThat(film(identity).decisions().get(Control.IAM_08))
        .isInstanceOf(
            identity == Identity.DEVICE ? Decision.NotEvaluated.class : Decision.Satisfied.class);
  }

  private static List<String> signers(RotatingCamera.Film film) {
    return new ArrayList<>(
        film.calls().stream()
            .filter(call -> call.operation().equals("PutMedia"))
            .map(RecordedCall::accessKeyId)
            .distinct()
            .toList());
  }
}
