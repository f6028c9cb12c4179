package io.github.kvssecure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.FakeMediaProducer;
import io.github.kvssecure.fake.RecordedEvents;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.MediaProducerProvider;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.IngestConfigurationException;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamState;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Opening and closing in every order, against the stand-in. */
class SecureProducerLifeTest {

  private static final long PATIENCE_MILLIS = 20_000;

  private final LocalKvs kvs = LocalKvs.start();
  private final FakeMediaProducer media = new FakeMediaProducer();

  @BeforeEach
  void createStream() {
    create(Camera.STREAM.value());
  }

  private void create(String name) {
    kvs.streams()
        .create(
            name,
            StreamSettings.none()
                .withRetentionHours(24)
                .withMediaType("video/h264")
                .withKmsKeyId(kvs.keys().create().arn()));
  }

  @AfterEach
  void stop() {
    kvs.close();
  }

  private record Packager(MediaProducer mediaProducer) implements MediaProducerProvider {
    @Override
    public String name() {
      return "fake";
    }
  }

  private SecureProducer producer() {
    return producer(sessions());
  }

  private CredentialSource sessions() {
    return CredentialSource.of(
        () -> {
          SessionKeys keys = kvs.identities().roleSession(LocalIdentities.CAMERA);
          return AwsSessionCredentials.builder()
              .accessKeyId(keys.accessKeyId())
              .secretAccessKey(keys.secretAccessKey())
              .sessionToken(keys.sessionToken())
              .expirationTime(keys.expiration())
              .build();
        });
  }

  private SecureProducer producer(CredentialSource source) {
    return builder(source).build();
  }

  private SecureProducer.Builder builder(CredentialSource source) {
    return SecureProducer.builder(AwsRegion.of(kvs.region()), source)
        .mediaProducer(new Packager(media))
        .policy(
            SecurityPolicy.strict()
                .insecurelyWaive(
                    Control.RES_10,
                    "streams are opened again at once",
                    LocalDate.now(ZoneOffset.UTC).plusDays(1)))
        .insecurelyUseLoopbackEndpoint(
            LoopbackEndpoint.of(kvs.endpoint(), kvs.caCertificate()), "a test over loopback");
  }

  private static StreamSpec spec() {
    return StreamSpec.builder(Camera.STREAM, Track.h264(1)).build();
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(
            thread ->
                thread.getName().equals("kvs-upload-loop")
                    || thread.getName().startsWith("kvs-session"))
        .collect(Collectors.toSet());
  }

  /** Threads end a moment after they were told to. */
  private static void requireNoneBut(Set<Thread> before) throws InterruptedException {
    for (Thread thread : threads()) {
      if (!before.contains(thread)) {
        thread.join(PATIENCE_MILLIS);
        assertThat(thread.isAlive()).as("%s is alive", thread).isFalse();
      }
    }
  }

  @Test
  void streamThatIsClosedAgain_leavesItsSuccessorAlone() throws Exception {
    try (SecureProducer producer = producer()) {
      SecureStream first = producer.openStream(spec());
      first.close();
      SecureStream second = producer.openStream(spec());

      first.close();

      assertThat(second.state()).isEqualTo(StreamState.OPENING);
      assertThatExceptionOfType(IngestConfigurationException.class)
          .isThrownBy(() -> producer.openStream(spec()))
          .withMessageContaining("is open in this producer already");
    }
  }

  @Test
  void closeThatIsInterrupted_leavesTheStreamToTheCallThatDrainsIt() throws Exception {
    try (SecureProducer producer = producer()) {
      SecureStream stream = producer.openStream(spec());
      stream.put(Camera.key(0));
      FutureTask<CloseReport> first = new FutureTask<>(() -> stream.close(Duration.ofMinutes(5)));
      Thread closing = new Thread(first, "first-close");
      closing.start();
      while (stream.state() != StreamState.DRAINING) {
        Thread.onSpinWait();
      }

      Thread.currentThread().interrupt();
      assertThatExceptionOfType(InterruptedException.class)
          .isThrownBy(() -> stream.close(Duration.ofMinutes(5)));

      assertThatExceptionOfType(IngestConfigurationException.class)
          .isThrownBy(() -> producer.openStream(spec()))
          .withMessageContaining("is open in this producer already");
      closing.interrupt();
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> first.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
          .withCauseInstanceOf(InterruptedException.class);
      assertThat(producer.openStream(spec()).state()).isEqualTo(StreamState.OPENING);
    }
  }

  @Test
  void drainWithoutEnd_closesAsAnyOther() throws Exception {
    try (SecureProducer producer = producer()) {
      SecureStream stream = producer.openStream(spec());

      assertThat(stream.close(ChronoUnit.FOREVER.getDuration()).isComplete()).isTrue();

      assertThat(stream.state()).isEqualTo(StreamState.CLOSED);
      assertThat(media.stream().closed()).isEqualTo(1);
    }
  }

  @Test
  void producerThatIsClosedWhileAStreamOpens_leavesNoStreamBehind() {
    SecureProducer producer = producer();
    media.whileOpening(stream -> producer.close());

    assertThatExceptionOfType(IngestConfigurationException.class)
        .isThrownBy(() -> producer.openStream(spec()))
        .withMessageContaining("closed");

    assertThat(media.stream().closed()).isEqualTo(1);
  }

  @Test
  void closedProducer_callsNobody() {
    SecureProducer producer = producer();
    producer.close();

    assertThatExceptionOfType(IngestConfigurationException.class)
        .isThrownBy(() -> producer.openStream(spec()))
        .withMessageContaining("closed");

    assertThat(kvs.calls()).isEmpty();
  }

  @Test
  void streamThatCannotBeClosed_keepsNothingElseOpen() throws Exception {
    Set<Thread> before = threads();
    SecureProducer producer = producer();
    assertThat(producer.openStream(spec()).state()).isEqualTo(StreamState.OPENING);
    media.stream().refuseToClose(new IllegalStateException("the packager's own fault"));

    assertThatCode(producer::close).doesNotThrowAnyException();

    requireNoneBut(before);
  }

  /** One after the other, hundreds of streams would take hours in an outage. */
  @Test
  void closedProducer_drainsAllStreamsTogether() throws Exception {
    RecordedEvents events = new RecordedEvents();
    create("back-door");
    SecureProducer producer = builder(sessions()).listener(events).build();
    assertThat(producer.openStream(spec()).state()).isEqualTo(StreamState.OPENING);
    StreamSpec other = StreamSpec.builder(StreamName.of("back-door"), Track.h264(1)).build();
    assertThat(producer.openStream(other).state()).isEqualTo(StreamState.OPENING);

    producer.close();

    assertThat(events.states())
        .containsExactly(
            StreamState.DRAINING, StreamState.DRAINING, StreamState.CLOSED, StreamState.CLOSED);
  }

  @Test
  void producerThatCannotBeBuilt_leavesNoThreadBehind() throws Exception {
    Set<Thread> before = threads();

    assertThatExceptionOfType(IngestConfigurationException.class)
        .isThrownBy(() -> producer(CredentialSource.profile("nobody-has-this-profile")))
        .withMessageContaining("nobody-has-this-profile");

    requireNoneBut(before);
  }

  /** Native code that does not fit says so with an error, not with an exception. */
  @Test
  void producerWhosePackagerThrowsAnError_leavesNoThreadBehind() throws Exception {
    Set<Thread> before = threads();
    media.cannotSayItsSize(new UnsatisfiedLinkError("no such function"));

    assertThatExceptionOfType(UnsatisfiedLinkError.class).isThrownBy(this::producer);

    requireNoneBut(before);
  }
}
