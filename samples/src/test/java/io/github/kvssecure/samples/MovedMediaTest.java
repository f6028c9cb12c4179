package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.RecordedCall;
import io.github.kvssecure.local.streams.StoredFragment;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The service restarts elsewhere, or without what it had stored, while a stream is open. */
class MovedMediaTest {

  private static final String NAME = "front-door";
  private static final int FRAGMENTS = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Instant start = Instant.now();
  private final StandIn standIn = new StandIn();
  private final LocalKvs kvs = standIn.kvs();
  private final ConcurrentLinkedQueue<IngestEvent> events = new ConcurrentLinkedQueue<>();
  private final Set<Long> told = ConcurrentHashMap.newKeySet();
  private final CountDownLatch someTold = new CountDownLatch(FRAGMENTS / 2);
  private final CountDownLatch broken = new CountDownLatch(1);
  private final SecureProducer producer =
      standIn.producer(standIn.camera()).listener(this::note).build();

  private void note(IngestEvent event) {
    events.add(event);
    if (event instanceof IngestEvent.FragmentAcknowledged acknowledged
        && acknowledged.acknowledgement().type() == Acknowledgement.Type.PERSISTED) {
      acknowledged.acknowledgement().fragmentTimecodeMillis().ifPresent(told::add);
      someTold.countDown();
    } else if (event instanceof IngestEvent.UploadBroken) {
      broken.countDown();
    }
  }

  @AfterEach
  void stop() {
    producer.close();
    standIn.close();
  }

  private SecureStream opened() throws Exception {
    kvs.streams()
        .create(
            NAME,
            StreamSettings.none().withRetentionHours(24).withKmsKeyId(kvs.keys().create().arn()));
    return producer.openStream(
        StreamSpec.builder(StreamName.of(NAME), Clip.load().tracks().get(0)).build());
  }

  /** Each frame is a fragment. */
  private void put(SecureStream stream, int from, int to) throws InterruptedException {
    for (int number = from; number < to; number++) {
      ByteBuffer data = ByteBuffer.allocate(500).putInt(496).putInt(0x65 << 24).putInt(number);
      stream.put(Frame.key(1, start.plusSeconds(number), data.rewind()));
    }
  }

  @Test
  void mediaThatMoved_isFollowed_andLosesNothing() throws Exception {
    try (SecureStream stream = opened()) {
      put(stream, 0, FRAGMENTS);
      assertThat(someTold.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      kvs.moveDataEndpoint();
      kvs.goOffline();
      kvs.recover();
      put(stream, FRAGMENTS, 2 * FRAGMENTS);
      CloseReport report = stream.close(PATIENCE);

      assertThat(report.isComplete()).as("%s", report).isTrue();
    }
    assertThat(events)
        .filteredOn(IngestEvent.EndpointRefreshed.class::isInstance)
        .as("asked for once")
        .hasSize(1);
    assertThat(kvs.calls())
        .filteredOn(call -> call.status() == 400)
        .extracting(RecordedCall::operation)
        .containsExactly("PutMedia");
    assertThat(kvs.streams().frames(NAME)).hasSize(2 * FRAGMENTS);
  }

  @Test
  void endpointThatNobodyAnswersAt_isAskedForAgain_andLosesNothing() throws Exception {
    try (Socket held = portWithoutServer();
        SecureStream stream = opened(held)) {
      put(stream, 0, FRAGMENTS);
      assertThat(broken.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      kvs.dataEndpoint(kvs.endpoint());
      put(stream, FRAGMENTS, 2 * FRAGMENTS);
      assertThat(someTold.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      CloseReport report = stream.close(PATIENCE);

      assertThat(report.isComplete()).as("%s", report).isTrue();
    }
    assertThat(events).hasAtLeastOneElementOfType(IngestEvent.EndpointRefreshed.class);
    assertThat(kvs.streams().frames(NAME)).hasSize(2 * FRAGMENTS);
  }

  /** Bound and not listening: connections are refused, and nobody else gets the port. */
  private static Socket portWithoutServer() throws IOException {
    Socket held = new Socket();
    held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return held;
  }

  private SecureStream opened(Socket held) throws Exception {
    kvs.dataEndpoint(URI.create("https://localhost:" + held.getLocalPort()));
    return opened();
  }

  @Test
  void storeThatIsLost_costsOnlyWhatWasToldToBeStored() throws Exception {
    Set<Long> toldBefore;
    try (SecureStream stream = opened()) {
      put(stream, 0, FRAGMENTS);
      assertThat(someTold.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      kvs.goOffline();
      List<Long> lost = timecodes(kvs.streams().forgetMedia(NAME));
      // From here on nothing is told of the store that is lost.
      assertThat(broken.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      toldBefore = Set.copyOf(told);
      assertThat(lost).containsAll(toldBefore);
      put(stream, FRAGMENTS, 2 * FRAGMENTS);
      kvs.recover();
      CloseReport report = stream.close(PATIENCE);

      assertThat(report.isComplete()).as("%s", report).isTrue();
    }
    List<Long> others = new ArrayList<>();
    for (int number = 0; number < 2 * FRAGMENTS; number++) {
      others.add(start.plusSeconds(number).toEpochMilli());
    }
    others.removeAll(toldBefore);
    assertThat(timecodes(kvs.streams().persisted(NAME))).containsAll(others);
    assertThat(others).hasSizeGreaterThanOrEqualTo(FRAGMENTS);
  }

  private static List<Long> timecodes(List<StoredFragment> fragments) {
    return fragments.stream().map(fragment -> fragment.media().timecodeMillis()).toList();
  }
}
