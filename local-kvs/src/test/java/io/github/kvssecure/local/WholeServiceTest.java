package io.github.kvssecure.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stand-in as a whole moves, loses what it stored, or is closed. */
final class WholeServiceTest {
  private static final long START = 1_730_800_000_000L;
  private static final String STREAM = "cam";

  private final Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
  private final LocalKvs kvs = LocalKvs.start();
  private final SessionKeys camera = kvs.identities().roleSession(LocalIdentities.CAMERA);

  WholeServiceTest() {
    kvs.streams().create(STREAM);
  }

  @AfterEach
  void stop() {
    kvs.close();
  }

  @Test
  void mediaCanMoveToAnotherPort() throws Exception {
    URI before = kvs.dataEndpoint();
    try (UploadClient running = open()) {
      assertThat(running.status()).isEqualTo(200);
      kvs.moveDataEndpoint();
      assertThat(kvs.dataEndpoint()).isNotEqualTo(before);
      assertThat(kvs.endpoint()).isEqualTo(before);
      running.send(TestMedia.header()).send(TestMedia.fragment(START)).finish();
      assertThat(running.events()).contains("PERSISTED");
    }
    assertThat(completeUpload()).contains("PERSISTED");

    kvs.dataEndpoint(before);
    try (UploadClient late = open()) {
      assertThat(late.status()).isEqualTo(400);
      assertThat(late.header("x-amzn-errortype")).isEqualTo("InvalidEndpointException");
    }
    kvs.disarm();
    assertThat(kvs.dataEndpoint()).isEqualTo(before);
    assertThat(completeUpload()).contains("PERSISTED");
  }

  @Test
  void aLostStoreSaysWhatIsLost() throws Exception {
    assertThat(completeUpload()).contains("PERSISTED");
    assertThat(kvs.streams().forgetMedia(STREAM))
        .extracting(fragment -> fragment.media().timecodeMillis())
        .containsExactly(START);
    assertThat(kvs.streams().persisted(STREAM)).isEmpty();
    assertThat(kvs.streams().forgetMedia(STREAM)).isEmpty();
  }

  @Test
  void closingWaitsForNoAcknowledgementThatIsLate() throws Exception {
    kvs.arm(FaultPlan.of(Fault.DELAY_ACKS).delay(Duration.ofHours(1)));
    try (UploadClient upload = open()) {
      upload.send(TestMedia.header()).send(TestMedia.fragment(START)).finish();
      kvs.streams().awaitEndedUploads(STREAM, 1, Duration.ofSeconds(10));
    }
    kvs.close();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!threadsBefore.contains(thread) && thread.getName().startsWith("kvs-local-connection")) {
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
      }
    }
  }

  private UploadClient open() throws IOException {
    return UploadClient.open(kvs, camera, UploadClient.absolute(STREAM));
  }

  private List<String> completeUpload() throws IOException {
    try (UploadClient upload = open()) {
      upload.send(TestMedia.header()).send(TestMedia.fragment(START)).finish();
      return upload.events();
    }
  }
}
