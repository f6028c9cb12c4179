package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.event.IngestEvent.StateChanged;
import io.github.kvssecure.local.Fault;
import io.github.kvssecure.local.FaultPlan;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.LocalKvsBuilder;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.local.tls.ServerCertificate;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.spi.UploadException;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamState;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that a careful producer refuses, met through the whole library over real TLS. */
class HostilePeerTest {

  private static final Duration DRAIN = Duration.ofSeconds(30);

  private final StandIn standIn = new StandIn();
  private final Queue<IngestEvent> events = new ConcurrentLinkedQueue<>();
  private final CountDownLatch failed = new CountDownLatch(1);
  private final CountDownLatch connected = new CountDownLatch(1);
  private final SecureProducer producer =
      standIn.producer(standIn.camera()).listener(this::note).build();
  private List<Frame> video = List.of();
  private StreamSpec spec = placeholder();

  private static StreamSpec placeholder() {
    return StreamSpec.builder(
            StreamName.of("front-door"), io.github.kvssecure.media.Track.h264(1, new byte[] {1}))
        .build();
  }

  private void note(IngestEvent event) {
    events.add(event);
    if (event instanceof StateChanged changed && changed.state() == StreamState.FAILED) {
      failed.countDown();
    } else if (event instanceof IngestEvent.ConnectionMade made
        && made.purpose() == IngestEvent.ConnectionPurpose.UPLOAD) {
      connected.countDown();
    }
  }

  @BeforeEach
  void makeStream() throws Exception {
    Clip clip = Clip.load();
    video =
        clip.frames(Instant.now()).stream().filter(frame -> frame.track() == 1).limit(200).toList();
    spec = StreamSpec.builder(StreamName.of("front-door"), clip.tracks().get(0)).build();
    standIn
        .kvs()
        .streams()
        .create(
            "front-door",
            StreamSettings.none()
                .withRetentionHours(24)
                .withKmsKeyId(standIn.kvs().keys().create().arn()));
  }

  @AfterEach
  void stop() {
    producer.close();
    standIn.close();
  }

  /** Opens, puts a frame, waits for the failure; the peer must have seen no request. */
  private RuntimeException failureOf(LocalKvs peer) throws InterruptedException {
    standIn.kvs().dataEndpoint(peer.endpoint());
    SecureStream stream = producer.openStream(spec);
    stream.put(video.get(0));
    assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
    CloseReport report = stream.close(Duration.ZERO);
    assertThat(report.frames().persisted()).isZero();
    assertThat(report.frames().pending()).isEqualTo(1);
    assertThat(report.notPersisted()).hasSize(1);
    assertThat(peer.calls()).isEmpty();
    return report.failure().orElseThrow();
  }

  private static void assertRefusedBy(RuntimeException failure, Control... controls) {
    assertThat(failure).isInstanceOf(PolicyViolationException.class);
    assertThat(((PolicyViolationException) failure).violations())
        .extracting(Violation::control)
        .containsExactly(controls);
  }

  private LocalKvsBuilder impostor() {
    return LocalKvs.builder().authorityOf(standIn.kvs());
  }

  @ParameterizedTest
  @EnumSource(
      value = ServerCertificate.class,
      names = {"WRONG_NAME", "IP_ONLY", "EXPIRED", "SELF_SIGNED_UNTRUSTED"})
  @ProvesViolated("NET-06")
  void aPeerThatCannotProveTheNameGetsNotAByte(ServerCertificate certificate) throws Exception {
    try (LocalKvs peer = impostor().certificate(certificate).start()) {
      assertRefusedBy(failureOf(peer), Control.NET_06);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ServerCertificate.class,
      names = {"WRONG_NAME", "IP_ONLY", "EXPIRED", "SELF_SIGNED_UNTRUSTED"})
  @ProvesViolated("NET-06")
  void aPeerThatTookTheServicesPlaceGetsNotAByteOfTheReconnect(ServerCertificate certificate)
      throws Exception {
    try (LocalKvs peer = impostor().certificate(certificate).start();
        Switchboard board = new Switchboard(standIn.kvs())) {
      standIn.kvs().dataEndpoint(board.endpoint());
      SecureStream stream = producer.openStream(spec);
      stream.put(video.get(0));
      assertThat(connected.await(20, TimeUnit.SECONDS)).isTrue();

      board.exchange(peer);
      assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
      assertRefusedBy(stream.close(Duration.ZERO).failure().orElseThrow(), Control.NET_06);
      assertThat(peer.calls()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"})
  @ProvesViolated({"NET-04", "NET-05"})
  void aPeerThatOffersCipherBlockChainingOnlyGetsNotAByte(String suite) throws Exception {
    try (LocalKvs peer = impostor().tlsProtocols("TLSv1.2").cipherSuites(suite).start()) {
      assertRefusedBy(failureOf(peer), Control.NET_04, Control.NET_05);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://s-0123abcd.kinesisvideo.eu-west-1.amazonaws.com",
        "https://s-0123abcd.kinesisvideo.eu-central-1.amazonaws.com.example.net",
        "https://localhost.example.net",
        "https://127.0.0.2:8443",
        "http://s-0123abcd.kinesisvideo.eu-central-1.amazonaws.com"
      })
  @ProvesViolated("WIRE-01")
  void aDataEndpointElsewhereIsRefusedBeforeAnythingIsOpened(String endpoint) {
    standIn.kvs().dataEndpoint(URI.create(endpoint));
    assertThatThrownBy(() -> producer.openStream(spec))
        .isInstanceOfSatisfying(
            PolicyViolationException.class,
            e ->
                assertThat(e.violations())
                    .extracting(Violation::control)
                    .contains(Control.WIRE_01));
    assertThat(standIn.kvs().streams().uploads("front-door")).isEmpty();
  }

  @Test
  @ProvesViolated("WIRE-05")
  void aRefusalThatIsFinal_failsTheStreamWithItsReason() throws Exception {
    // Once more, because credentials that are refused are got anew once.
    standIn.kvs().arm(Fault.HTTP_403_DENIED, 2);
    SecureStream stream = producer.openStream(spec);
    stream.put(video.get(0));
    assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
    RuntimeException failure = stream.close(Duration.ZERO).failure().orElseThrow();
    assertThat(failure)
        .isInstanceOfSatisfying(
            UploadException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(UploadException.Failure.REFUSED_BY_SERVICE);
              assertThat(e.isRetryable()).isFalse();
              assertThat(e.response().orElseThrow().status()).isEqualTo(403);
            });
    assertViolationSeen(Control.WIRE_05);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {
        "HTTP_401",
        "HTTP_403_DENIED",
        "HTTP_403_EXPIRED",
        "EARLY_RESPONSE_BODY_NON_200",
        "HTTP_429",
        "HTTP_500",
        "HTTP_503",
        "DROP_CONNECTION_MID_FRAGMENT",
        "TRUNCATE_WITHOUT_CLOSE_NOTIFY",
        "DUPLICATE_ACKS",
        "DELAY_ACKS"
      })
  void aPassingFaultCostsNoFrame(Fault fault) throws Exception {
    standIn.kvs().arm(FaultPlan.of(fault).afterBytes(100_000));
    assertEverythingArrives();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"OVERSIZED_ACK_LINE", "GARBAGE_ACK"})
  @ProvesViolated("WIRE-06")
  void acknowledgementsThatAreNone_breakTheUpload_andCostNoFrame(Fault fault) throws Exception {
    standIn.kvs().arm(fault);
    assertEverythingArrives();
    assertViolationSeen(Control.WIRE_06);
  }

  private void assertEverythingArrives() throws InterruptedException {
    try (SecureStream stream = producer.openStream(spec)) {
      for (Frame frame : video) {
        stream.put(frame);
      }
      CloseReport report = stream.close(DRAIN);
      assertThat(report.failure()).isEmpty();
      assertThat(report.frames().persisted()).isEqualTo(video.size());
      assertThat(report.isComplete()).isTrue();
    }
    assertThat(standIn.kvs().streams().frames("front-door")).hasSize(video.size());
  }

  private void assertViolationSeen(Control control) {
    assertThat(events)
        .filteredOn(IngestEvent.ControlDecided.class::isInstance)
        .extracting(event -> ((IngestEvent.ControlDecided) event).decision())
        .anyMatch(
            decision ->
                decision instanceof Decision.Violated violated && violated.control() == control);
  }
}
