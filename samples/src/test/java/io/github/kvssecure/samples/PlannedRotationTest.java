package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.LoopbackEndpoint;
import io.github.kvssecure.ProducerClock;
import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** A connection is replaced between two fragments because its credentials end soon. */
class PlannedRotationTest {

  private static final String NAME = "front-door";
  private static final int FRAMES_PER_SECOND = 25;

  private final HandMovedClock clock = new HandMovedClock();
  private final LocalKvs kvs = LocalKvs.builder().clock(clock).start();
  private final Queue<IngestEvent> events = new ConcurrentLinkedQueue<>();
  private final CountDownLatch rotated = new CountDownLatch(1);

  private void note(IngestEvent event) {
    events.add(event);
    if (event instanceof IngestEvent.UploadRotated) {
      rotated.countDown();
    }
  }

  private AwsCredentialsProvider instanceRole() {
    return () -> SdkCredentials.of(kvs.identities().roleSession(LocalIdentities.CAMERA));
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
  @ProvesSatisfied("RES-04")
  void connection_isReplacedBetweenTwoFragmentsWithoutGapOrDuplicate() throws Exception {
    kvs.streams()
        .create(
            NAME,
            StreamSettings.none().withRetentionHours(24).withKmsKeyId(kvs.keys().create().arn()));
    try (kvs;
        SecureProducer producer = producer();
        SecureStream stream =
            producer.openStream(
                StreamSpec.builder(StreamName.of(NAME), Clip.load().tracks().get(0)).build())) {
      Instant start = clock.instant();
      int number = 0;
      for (; number < 3 * FRAMES_PER_SECOND; number++) {
        stream.put(frame(start, number));
      }
      // Not before this side has seen the answer, whose date is compared with the clock (NET-11).
      long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (stream.fragments().persisted() == 0 && System.nanoTime() - deadline < 0) {
        var unused = rotated.await(20, TimeUnit.MILLISECONDS);
      }
      assertThat(stream.fragments().persisted()).isPositive();
      clock.advance(Duration.ofMinutes(59).plusSeconds(30));
      while (!rotated.await(40, TimeUnit.MILLISECONDS) && number < 60 * FRAMES_PER_SECOND) {
        stream.put(frame(start, number++));
      }
      for (int end = number + 3 * FRAMES_PER_SECOND; number < end; number++) {
        stream.put(frame(start, number));
      }
      CloseReport report = stream.close(Duration.ofSeconds(30));

      assertThat(report.isComplete()).as("%s", report).isTrue();
      assertThat(events).filteredOn(IngestEvent.UploadRotated.class::isInstance).hasSize(1);
      assertThat(events).filteredOn(IngestEvent.UploadBroken.class::isInstance).isEmpty();
      assertThat(kvs.streams().uploads(NAME)).hasSize(2);
      assertThat(kvs.streams().duplicates(NAME)).isZero();
      assertThat((long) kvs.streams().frames(NAME).size()).isEqualTo(report.frames().accepted());
      assertThat(producer.report().decisions().get(Control.RES_04))
          .isInstanceOf(Decision.Satisfied.class);
    }
  }

  private static Frame frame(Instant start, int number) {
    ByteBuffer data = ByteBuffer.allocate(500).putInt(496).putInt(0x65 << 24).putInt(number);
    Instant time = start.plusMillis(number * 1000L / FRAMES_PER_SECOND);
    return number % FRAMES_PER_SECOND == 0
        ? Frame.key(1, time, data.rewind())
        : Frame.delta(1, time, data.rewind());
  }
}
