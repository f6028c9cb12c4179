package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.LoopbackEndpoint;
import io.github.kvssecure.ProducerClock;
import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.local.Fault;
import io.github.kvssecure.local.FaultPlan;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.MediaReader;
import io.github.kvssecure.local.RecordedCall;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.local.mkv.MkvFrame;
import io.github.kvssecure.local.mkv.MkvMedia;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.WhenFull;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Streams on while twenty sessions of one hour pass, on a clock that the test moves. */
class RotationTest {

  private static final int ROTATIONS = 20;
  private static final String NAME = "front-door";

  /** One clock for both sides. */
  private static final class HandMoved extends Clock {
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final AtomicLong moved = new AtomicLong();

    /** Back to the time of day, by which the reader signs. */
    void reset() {
      moved.set(0);
    }

    void advance(Duration by) {
      moved.addAndGet(by.toMillis());
    }

    @Override
    public Instant instant() {
      return start.plusMillis(moved.get());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final HandMoved clock = new HandMoved();
  private final LocalKvs kvs = LocalKvs.builder().clock(clock).start();
  private final Queue<IngestEvent> events = new ConcurrentLinkedQueue<>();

  @AfterEach
  void stop() {
    kvs.close();
  }

  private void note(IngestEvent event) {
    events.add(event);
    if (event instanceof IngestEvent.UploadBroken) {
      clock.advance(Duration.ofMinutes(50));
    }
  }

  /** An instance role: the metadata service has fresh credentials whenever it is asked. */
  private AwsCredentialsProvider instanceRole() {
    return () -> {
      SessionKeys keys = kvs.identities().roleSession(LocalIdentities.CAMERA);
      return AwsSessionCredentials.builder()
          .accessKeyId(keys.accessKeyId())
          .secretAccessKey(keys.secretAccessKey())
          .sessionToken(keys.sessionToken())
          .expirationTime(keys.expiration())
          .build();
    };
  }

  private SecureProducer producer() {
    CredentialSource source =
        CredentialSource.assumeRole(
            RoleArn.of(kvs.identities().roleArn(LocalIdentities.CAMERA)),
            "front-door-camera",
            CredentialSource.of(instanceRole()));
    return ProducerClock.set(
            SecureProducer.builder(AwsRegion.of(kvs.region()), source)
                .listener(this::note)
                .insecurelyUseLoopbackEndpoint(
                    LoopbackEndpoint.of(kvs.endpoint(), kvs.caCertificate()), "a test of rotation"),
            clock)
        .build();
  }

  @Test
  void twentyRotations_loseNoFrame() throws Exception {
    Clip clip = Clip.load();
    kvs.streams()
        .create(
            NAME,
            StreamSettings.none().withRetentionHours(24).withKmsKeyId(kvs.keys().create().arn()));
    kvs.arm(FaultPlan.of(Fault.DROP_CONNECTION_MID_FRAGMENT).afterBytes(200_000).times(ROTATIONS));
    StreamSpec spec =
        StreamSpec.builder(StreamName.of(NAME), clip.tracks().get(0))
            .track(clip.tracks().get(1))
            .buffer(
                new BufferLimits(
                    Duration.ofMinutes(5), 64 << 20, WhenFull.block(Duration.ofMinutes(1))))
            .build();
    List<ByteBuffer> sent = new ArrayList<>();

    CloseReport report;
    Decision scope;
    try (SecureProducer producer = producer();
        SecureStream stream = producer.openStream(spec)) {
      Instant start = clock.instant();
      for (int round = 0; round < 4; round++) {
        for (Frame frame : clip.frames(start.plusSeconds(31L * round))) {
          if (frame.track() == 1) {
            sent.add(frame.data());
          }
          stream.put(frame);
        }
      }
      report = stream.close(Duration.ofMinutes(2));
      scope = producer.report().decisions().get(Control.IAM_08);
    }

    assertThat(report.isComplete()).as("%s", report).isTrue();
    assertThat(report.frames().dropped()).isZero();
    assertThat(report.frames().persisted()).isEqualTo(report.frames().accepted());
    assertThat(signers("PutMedia")).hasSizeGreaterThan(ROTATIONS);
    assertThat(signers("DescribeStream")).doesNotContainAnyElementsOf(signers("PutMedia"));
    assertThat(events).filteredOn(IngestEvent.CredentialsNotRenewed.class::isInstance).isEmpty();
    assertThat(scope).isInstanceOf(Decision.Satisfied.class);
    clock.reset();
    assertThat(received()).isEqualTo(sent);
  }

  private Set<String> signers(String operation) {
    return kvs.calls().stream()
        .filter(call -> call.operation().equals(operation))
        .map(RecordedCall::accessKeyId)
        .collect(Collectors.toSet());
  }

  private List<ByteBuffer> received() throws Exception {
    MkvMedia media =
        new MediaReader(kvs, kvs.identities().roleSession(LocalIdentities.VIEWER)).readAll(NAME);
    return media.byTrack().getOrDefault(1, List.of()).stream().map(MkvFrame::buffer).toList();
  }
}
