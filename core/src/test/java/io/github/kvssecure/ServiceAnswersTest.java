package io.github.kvssecure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.contract.ContractMedia;
import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.event.IngestEvent.ConnectionMade;
import io.github.kvssecure.event.IngestEvent.ConnectionPurpose;
import io.github.kvssecure.fake.FakeMediaProducerProvider;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.local.Fault;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamState;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** What answers of the service say beside their body: what time it is, and where else to go. */
class ServiceAnswersTest {

  /** One slice of a key frame, as avcC tracks have it: its length comes first. */
  private static final byte[] SLICE = {0, 0, 0, 2, 0x65, (byte) 0x88};

  private final CompletableFuture<String> failed = new CompletableFuture<>();
  private final Queue<ConnectionMade> connections = new ConcurrentLinkedQueue<>();

  private void note(IngestEvent event) {
    if (event instanceof ConnectionMade made) {
      connections.add(made);
    }
    if (event instanceof IngestEvent.StateChanged changed
        && changed.state() == StreamState.FAILED) {
      failed.complete(changed.reason());
    }
  }

  private static LocalKvs service(Duration ahead) {
    return LocalKvs.builder().clock(Clock.offset(Clock.systemUTC(), ahead)).start();
  }

  private SecureProducer producer(LocalKvs kvs) {
    return SecureProducer.builder(
            AwsRegion.of(kvs.region()),
            CredentialSource.assumeRole(
                RoleArn.of(kvs.identities().roleArn(LocalIdentities.CAMERA)),
                "front-door-camera",
                CredentialSource.of(session(kvs, LocalIdentities.CAMERA))))
        .keysDescribedBy(CredentialSource.of(session(kvs, LocalIdentities.ADMINISTRATOR)))
        .insecurelyUseLoopbackEndpoint(
            LoopbackEndpoint.of(kvs.endpoint(), kvs.caCertificate()), "a test on this machine")
        .mediaProducer(new FakeMediaProducerProvider())
        .listener(this::note)
        .build();
  }

  private static AwsCredentialsProvider session(LocalKvs kvs, String role) {
    SessionKeys keys = kvs.identities().roleSession(role);
    AwsSessionCredentials credentials =
        AwsSessionCredentials.builder()
            .accessKeyId(keys.accessKeyId())
            .secretAccessKey(keys.secretAccessKey())
            .sessionToken(keys.sessionToken())
            .expirationTime(keys.expiration())
            .build();
    return () -> credentials;
  }

  private static StreamSpec spec(LocalKvs kvs) {
    String key = kvs.keys().create().arn();
    kvs.streams()
        .create(
            "front-door",
            StreamSettings.none()
                .withRetentionHours(24)
                .withKmsKeyId(key)
                .withMediaType("video/h264"));
    return StreamSpec.builder(StreamName.of("front-door"), Track.h264(1, ContractMedia.AVCC))
        .encryptedBy(KmsKeyId.of(key))
        .retention(Retention.ofDays(1))
        .build();
  }

  private static Violation onlyViolation(PolicyViolationException refused) {
    assertThat(refused).isNotNull();
    assertThat(refused.violations()).hasSize(1);
    return refused.violations().get(0);
  }

  @Test
  @ProvesSatisfied({"NET-08", "NET-11"})
  void answersOfAServiceWithTheSameTime_areLetThrough() throws InterruptedException {
    try (LocalKvs kvs = service(Duration.ZERO);
        SecureProducer producer = producer(kvs);
        SecureStream stream = producer.openStream(spec(kvs))) {
      assertThat(stream.state()).isEqualTo(StreamState.OPENING);
      assertThat(producer.report().decisions().get(Control.NET_11))
          .isInstanceOf(Decision.Satisfied.class);
      assertThat(producer.report().decisions().get(Control.NET_08))
          .isInstanceOf(Decision.Satisfied.class);
    }
  }

  @Test
  void connectionsOfTheControlPlane_areEvidence() throws InterruptedException {
    try (LocalKvs kvs = service(Duration.ZERO);
        SecureProducer producer = producer(kvs);
        SecureStream stream = producer.openStream(spec(kvs))) {
      assertThat(stream.state()).isEqualTo(StreamState.OPENING);
      assertThat(connections)
          .isNotEmpty()
          .allSatisfy(
              made -> {
                assertThat(made.purpose()).isEqualTo(ConnectionPurpose.CONTROL_PLANE);
                assertThat(made.evidence().tls().protocol()).isEqualTo("TLSv1.3");
                assertThat(made.evidence().peer().sha256()).matches("[0-9a-f]{64}");
                assertThat(made.evidence().route().resolved())
                    .contains(made.evidence().remoteAddress().getAddress());
              });
    }
  }

  @ParameterizedTest
  @CsvSource({"100, behind", "-100, ahead of"})
  @ProvesViolated("NET-11")
  void clockThatIsALittleOff_isWarnedOf(long seconds, String direction)
      throws InterruptedException {
    try (LocalKvs kvs = service(Duration.ofSeconds(seconds));
        SecureProducer producer = producer(kvs);
        SecureStream stream = producer.openStream(spec(kvs))) {
      assertThat(stream.state()).isEqualTo(StreamState.OPENING);
      assertThat(producer.report().decisions().get(Control.NET_11))
          .isInstanceOfSatisfying(
              Decision.Violated.class,
              decision ->
                  assertThat(decision.violation().found())
                      .containsPattern("(9[89]|10[012]) s " + direction + " localhost"));
    }
  }

  @ParameterizedTest
  @CsvSource({"250, behind", "-250, ahead of"})
  @ProvesViolated("NET-11")
  void clockThatIsFarOff_isRefusedByName(long seconds, String direction) {
    try (LocalKvs kvs = service(Duration.ofSeconds(seconds));
        SecureProducer producer = producer(kvs)) {
      StreamSpec spec = spec(kvs);
      Violation violation =
          onlyViolation(
              catchThrowableOfType(
                  PolicyViolationException.class, () -> producer.openStream(spec)));

      assertThat(violation.control()).isEqualTo(Control.NET_11);
      assertThat(violation.found()).containsPattern("2(4[89]|5[012]) s " + direction);
      assertThat(violation.remedy()).contains("NTP");
    }
  }

  @Test
  @ProvesViolated("NET-11")
  void timeOfTheDataEndpoint_isLookedAtToo() throws Exception {
    try (LocalKvs kvs = service(Duration.ZERO);
        LocalKvs data =
            LocalKvs.builder()
                .authorityOf(kvs)
                .clock(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(250)))
                .start();
        SecureProducer producer = producer(kvs)) {
      kvs.dataEndpoint(data.endpoint());
      try (SecureStream stream = producer.openStream(spec(kvs))) {
        stream.put(Frame.key(1, Instant.now(), ByteBuffer.wrap(SLICE)));

        assertThat(failed.get(30, TimeUnit.SECONDS))
            .contains("NET-11")
            .containsPattern("2(4[89]|5[012]) s behind localhost");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DescribeStream",
        "GetDataEndpoint",
        "AssumeRole",
        "GetCallerIdentity",
        "DescribeKey"
      })
  @ProvesViolated("NET-08")
  void redirect_isRefusedAndNotFollowed(String operation) {
    try (LocalKvs kvs = service(Duration.ZERO);
        SecureProducer producer = producer(kvs)) {
      StreamSpec spec = spec(kvs);
      kvs.arm(Fault.REDIRECT_302, operation, 100);
      Violation violation =
          onlyViolation(
              catchThrowableOfType(
                  PolicyViolationException.class, () -> producer.openStream(spec)));

      assertThat(violation.control()).isEqualTo(Control.NET_08);
      assertThat(violation.found()).contains("302");
      assertThat(kvs.calls()).filteredOn(call -> call.operation().equals(operation)).hasSize(1);
    }
  }
}
