package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.LoopbackEndpoint;
import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.RecordedCall;
import io.github.kvssecure.local.streams.CallRates;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Two hundred streams of one JVM, opened at once, and back after an outage of everything: within
 * the quotas of the service, and no faster than a budget of their own.
 */
class MassReconnectTest {

  private static final int STREAMS = 200;
  private static final int OPENERS = 8;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** {@code CallBudget}: so many calls are made at once before they are spaced. */
  private static final int BURST = 20;

  /** {@code CallBudget}: uploads of one producer in a second. */
  private static final int UPLOADS_PER_SECOND = 50;

  /** {@code CallBudget}: calls of each kind in a second, half of what an account may make. */
  private static final int CALLS_PER_SECOND = 150;

  /** After so many attempts each stream has asked for another endpoint once, or seen one ask. */
  private static final int ATTEMPTS = 5;

  private final Instant start = Instant.now();
  private final CountDownLatch attempts = new CountDownLatch(ATTEMPTS * STREAMS);

  private void note(IngestEvent event) {
    if (event instanceof IngestEvent.UploadBroken) {
      attempts.countDown();
    }
  }

  private Frame frame(int number) {
    ByteBuffer data = ByteBuffer.allocate(500).putInt(496).putInt(0x65 << 24).putInt(number);
    return Frame.key(1, start.plusSeconds(number), data.rewind());
  }

  private SecureProducer producer(LocalKvs kvs) {
    AwsSessionCredentials base =
        SdkCredentials.of(kvs.identities().roleSession(LocalIdentities.CAMERA));
    return SecureProducer.builder(
            AwsRegion.of(kvs.region()),
            CredentialSource.assumeRole(
                RoleArn.of(kvs.identities().roleArn(LocalIdentities.CAMERA)),
                "gateway",
                CredentialSource.of(() -> base)))
        .listener(this::note)
        .insecurelyUseLoopbackEndpoint(
            LoopbackEndpoint.of(kvs.endpoint(), kvs.caCertificate()), "a test of many streams")
        .build();
  }

  @Test
  void twoHundredStreams_openAndComeBackWithinTheQuotas() throws Exception {
    ExecutorService openers = Executors.newFixedThreadPool(OPENERS);
    try (LocalKvs kvs = LocalKvs.builder().callRates(CallRates.AS_DOCUMENTED).start();
        SecureProducer producer = producer(kvs)) {
      String key = kvs.keys().create().arn();
      List<Future<SecureStream>> opening = new ArrayList<>();
      Instant begun = Instant.now();
      for (int i = 0; i < STREAMS; i++) {
        String name = "camera-" + i;
        kvs.streams().create(name, StreamSettings.none().withRetentionHours(24).withKmsKeyId(key));
        StreamSpec spec =
            StreamSpec.builder(StreamName.of(name), Clip.load().tracks().get(0)).build();
        opening.add(openers.submit(() -> producer.openStream(spec)));
      }
      List<SecureStream> streams = new ArrayList<>();
      for (Future<SecureStream> stream : opening) {
        streams.add(stream.get());
      }
      putAll(streams, 0);
      awaitPersisted(streams, 2);
      assertPaced(kvs, begun, 0, "opening");
      // All at once: each stream's first attempt follows within a quarter of a second.
      Instant broken = Instant.now();
      kvs.goOffline();
      kvs.recover();
      putAll(streams, 3);
      awaitPersisted(streams, 5);
      assertPaced(kvs, broken, 0, "a moment without network");
      // Long enough for everybody to have tried in vain, and to wait for different times.
      kvs.goOffline();
      putAll(streams, 6);
      assertThat(attempts.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      Instant recovered = Instant.now();
      kvs.recover();
      putAll(streams, 9);
      for (SecureStream stream : streams) {
        CloseReport report = stream.close(PATIENCE);
        assertThat(report.isComplete()).as("%s: %s", stream.arn(), report).isTrue();
      }
      // What was about to connect then comes on top: a second's worth at most.
      assertPaced(kvs, recovered, UPLOADS_PER_SECOND, "an outage");
    } finally {
      openers.shutdownNow();
    }
  }

  /** No call was refused, for a quota or a second connection, and none came too soon. */
  private static void assertPaced(LocalKvs kvs, Instant since, int underWay, String after) {
    assertThat(kvs.calls()).as(after).extracting(RecordedCall::status).doesNotContain(400);
    assertSpaced(kvs, "PutMedia", UPLOADS_PER_SECOND, since, underWay);
    assertSpaced(kvs, "DescribeStream", CALLS_PER_SECOND, since, underWay);
    assertSpaced(kvs, "GetDataEndpoint", CALLS_PER_SECOND, since, underWay);
    assertThat(times(kvs, "PutMedia", since)).as(after).hasSizeGreaterThanOrEqualTo(STREAMS);
    kvs.clearCalls();
  }

  /**
   * However slow this machine is, the first call beyond the burst comes one step after the moment
   * at which all wanted to make theirs, the next one two steps, and so on: lateness makes them
   * later still. Calls that arrive together because the machine stood still prove nothing.
   */
  private static void assertSpaced(
      LocalKvs kvs, String operation, int perSecond, Instant since, int underWay) {
    List<Instant> times = times(kvs, operation, since);
    for (int i = BURST + 1 + underWay; i < times.size(); i++) {
      Duration atLeast =
          Duration.ofSeconds(1).multipliedBy(i - BURST - 1 - underWay).dividedBy(perSecond);
      assertThat(times.get(i)).as("%s %s", operation, i).isAfterOrEqualTo(since.plus(atLeast));
    }
  }

  private static List<Instant> times(LocalKvs kvs, String operation, Instant since) {
    return kvs.calls().stream()
        .filter(call -> call.operation().equals(operation))
        .map(RecordedCall::time)
        .filter(time -> !time.isBefore(since))
        .sorted()
        .toList();
  }

  private static void awaitPersisted(List<SecureStream> streams, int fragments)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    CountDownLatch never = new CountDownLatch(1);
    for (SecureStream stream : streams) {
      while (stream.fragments().persisted() < fragments) {
        assertThat(System.nanoTime() - deadline).as("%s", stream.accounting()).isNegative();
        var unused = never.await(20, TimeUnit.MILLISECONDS);
      }
    }
  }

  private void putAll(List<SecureStream> streams, int from) throws InterruptedException {
    for (int number = from; number < from + 3; number++) {
      for (SecureStream stream : streams) {
        stream.put(frame(number));
      }
    }
  }
}
