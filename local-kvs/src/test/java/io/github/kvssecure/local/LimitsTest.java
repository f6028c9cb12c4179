package io.github.kvssecure.local;

import static io.github.kvssecure.local.TestMedia.FRAGMENT_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kvssecure.local.streams.CallRates;
import io.github.kvssecure.local.streams.StreamStatus;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesisvideo.KinesisVideoClient;
import software.amazon.awssdk.services.kinesisvideo.model.ClientLimitExceededException;

/** What ends an upload or refuses a call because there is too much of it. */
final class LimitsTest {
  private static final long START = 1_730_800_000_000L;
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @Test
  void deletedStreamTakesNoFurtherFragment() throws Exception {
    try (LocalKvs kvs = LocalKvs.start()) {
      kvs.streams().create("doomed");
      try (UploadClient upload = open(kvs, "doomed")) {
        upload.send(TestMedia.header()).send(TestMedia.fragment(START));
        kvs.streams().awaitFragments("doomed", 1, DEADLINE);
        kvs.streams().delete("doomed");
        upload.send(TestMedia.fragment(START + FRAGMENT_MILLIS));
        assertThat(upload.events())
            .endsWith("ERROR 4008")
            .doesNotContainSequence("BUFFERING", "ERROR 4008");
      }
    }
  }

  @Test
  void streamThatIsUpdatedTakesMediaAndOneThatIsDeletedDoesNot() throws Exception {
    try (LocalKvs kvs = LocalKvs.start()) {
      kvs.streams().create("cam");
      kvs.streams().status("cam", StreamStatus.UPDATING);
      try (UploadClient upload = open(kvs, "cam")) {
        upload.send(TestMedia.header()).send(TestMedia.fragment(START)).finish();
        assertThat(upload.events()).containsExactly("BUFFERING", "RECEIVED", "PERSISTED");
      }
      kvs.streams().awaitEndedUploads("cam", 1, DEADLINE);
      kvs.streams().status("cam", StreamStatus.DELETING);
      try (UploadClient upload = open(kvs, "cam")) {
        assertThat(upload.events()).containsExactly("ERROR 4008");
      }
    }
  }

  @Test
  void fullStandInSaysSoAndTakesMediaAgainWhenAStreamIsDeleted() throws Exception {
    try (LocalKvs kvs = LocalKvs.builder().mediaCapacity(1).start()) {
      kvs.streams().create("first");
      kvs.streams().create("second");
      try (UploadClient upload = open(kvs, "first")) {
        upload.send(TestMedia.header()).send(TestMedia.fragment(START));
        assertThat(upload.events()).containsExactly("ERROR 5001");
      }
      kvs.streams().awaitEndedUploads("first", 1, DEADLINE);
      try (UploadClient refused = open(kvs, "second")) {
        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.header("x-amzn-errortype")).isEqualTo("InternalFailure");
        assertThat(refused.body()).contains("at most 1 are kept", "mediaCapacity");
      }
      kvs.streams().delete("first");
      try (UploadClient accepted = open(kvs, "second")) {
        assertThat(accepted.status()).isEqualTo(200);
      }
    }
    assertThatIllegalArgumentException().isThrownBy(() -> LocalKvs.builder().mediaCapacity(0));
  }

  @Test
  void sixthCallInASecondIsOverTheQuota() throws Exception {
    try (LocalKvs kvs = LocalKvs.builder().callRates(CallRates.AS_DOCUMENTED).start();
        KinesisVideoClient client =
            new SdkClients(kvs)
                .streams(kvs.identities().roleSession(LocalIdentities.ADMINISTRATOR))) {
      kvs.streams().create("cam");
      kvs.streams().create("other");
      assertThatExceptionOfType(ClientLimitExceededException.class)
          .isThrownBy(() -> describeForAWhile(client))
          .satisfies(e -> assertThat(e.statusCode()).isEqualTo(400));
      assertThat(client.describeStream(r -> r.streamName("other")).streamInfo()).isNotNull();
      assertThat(client.listTagsForStream(r -> r.streamName("cam")).tags()).isEmpty();
    }
  }

  /** A loaded machine may not manage six calls in its first second, so it goes on for a while. */
  private static void describeForAWhile(KinesisVideoClient client) {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(20)) {
      assertThat(client.describeStream(r -> r.streamName("cam")).streamInfo()).isNotNull();
    }
  }

  @Test
  void fiftyFirstCallOfTheAccountInASecondIsOverTheQuota() {
    try (LocalKvs kvs = LocalKvs.builder().callRates(CallRates.AS_DOCUMENTED).start();
        KinesisVideoClient client =
            new SdkClients(kvs)
                .streams(kvs.identities().roleSession(LocalIdentities.ADMINISTRATOR))) {
      assertThatExceptionOfType(ClientLimitExceededException.class)
          .isThrownBy(
              () -> {
                long begin = System.nanoTime();
                while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(20)) {
                  assertThat(client.listStreams().streamInfoList()).isEmpty();
                }
              })
          .withMessageContaining("ListStreams was called more than 50 times");
    }
  }

  @Test
  void accountHasTenThousandStreams() {
    try (LocalKvs kvs = LocalKvs.start()) {
      for (int i = 0; i < 10_000; i++) {
        kvs.streams().create("cam-" + i);
      }
      assertThatThrownBy(() -> kvs.streams().create("one-more"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("10000 streams");
      kvs.streams().delete("cam-0");
      assertThat(kvs.streams().create("one-more")).contains("one-more");
    }
  }

  private static UploadClient open(LocalKvs kvs, String stream) throws Exception {
    SessionKeys camera = kvs.identities().roleSession(LocalIdentities.CAMERA);
    return UploadClient.open(kvs, camera, UploadClient.absolute(stream));
  }
}
