package io.github.kvssecure.local;

import static io.github.kvssecure.local.TestMedia.FRAGMENT_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kvssecure.local.kms.KeyState;
import io.github.kvssecure.local.kms.KeyType;
import io.github.kvssecure.local.media.MediaTimes;
import io.github.kvssecure.local.mkv.MkvMedia;
import io.github.kvssecure.local.streams.StoredFragment;
import io.github.kvssecure.local.streams.StreamSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.kinesisvideomedia.KinesisVideoMediaClient;
import software.amazon.awssdk.services.kinesisvideomedia.model.StartSelector;
import software.amazon.awssdk.services.kinesisvideomedia.model.StartSelectorType;

/** PutMedia and GetMedia with real TLS and full duplex. */
final class UploadTest {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final long START = 1_730_800_000_000L;

  private static LocalKvs kvs;
  private static SessionKeys camera;

  @BeforeAll
  static void start() {
    MediaTimes times = MediaTimes.real().withReaderPatience(Duration.ofMillis(300));
    kvs = LocalKvs.builder().mediaTimes(times).start();
    camera = kvs.identities().roleSession(LocalIdentities.CAMERA);
  }

  @AfterAll
  static void stop() {
    kvs.close();
  }

  @Test
  void acknowledgementsArriveWhileTheBodyIsInFlight() throws Exception {
    kvs.streams().create("duplex");
    try (UploadClient upload = UploadClient.open(kvs, camera, UploadClient.absolute("duplex"))) {
      assertThat(upload.status()).isEqualTo(200);
      byte[] first = TestMedia.fragment(START);
      upload.send(TestMedia.header()).send(Arrays.copyOf(first, first.length / 2));
      JsonNode buffering = upload.ack();
      assertThat(buffering.get("EventType").asText()).isEqualTo("BUFFERING");
      assertThat(buffering.get("FragmentTimecode").asLong()).isEqualTo(START);
      assertThat(buffering.get("FragmentNumber").asText()).matches("\\d{47}");
      upload.send(Arrays.copyOfRange(first, first.length / 2, first.length));
      upload.send(TestMedia.fragment(START + FRAGMENT_MILLIS)).finish();
      List<String> events = upload.events();
      assertThat(events)
          .containsExactly("RECEIVED", "PERSISTED", "BUFFERING", "RECEIVED", "PERSISTED");
      assertThat(upload.readEnd()).isEqualTo(-1);
    }
    assertThat(kvs.streams().persisted("duplex"))
        .extracting(f -> f.media().timecodeMillis())
        .containsExactly(START, START + FRAGMENT_MILLIS);
    assertThat(kvs.streams().uploads("duplex").get(0).end()).contains("complete");
    assertThat(kvs.streams().uploads("duplex").get(0).headers().has("Authorization")).isFalse();
  }

  @Test
  void relativeTimecodesBecomeAbsoluteInTheStore() throws Exception {
    kvs.streams().create("relative");
    Map<String, String> fields = UploadClient.absolute("relative");
    fields.put("x-amzn-fragment-timecode-type", "RELATIVE");
    put(fields, 0, FRAGMENT_MILLIS);
    assertThat(kvs.streams().fragments("relative"))
        .extracting(f -> f.media().timecodeMillis())
        .containsExactly(1_730_800_000_123L, 1_730_800_002_123L);
    assertThat(kvs.streams().frames("relative").get(0).timestamp().toMillis())
        .isEqualTo(1_730_800_000_123L);
  }

  @Test
  void withoutRetentionNothingIsPersisted() throws Exception {
    kvs.streams().create("fleeting", StreamSettings.none());
    assertThat(put(UploadClient.absolute("fleeting"), START))
        .containsExactly("BUFFERING", "RECEIVED");
    assertThat(kvs.streams().persisted("fleeting")).isEmpty();
    assertThat(kvs.streams().fragments("fleeting")).hasSize(1);
  }

  @Test
  void abandonedUploadKeepsWholeFragmentsOnly() throws Exception {
    kvs.streams().create("abandoned");
    byte[] second = TestMedia.fragment(START + FRAGMENT_MILLIS);
    try (UploadClient upload = UploadClient.open(kvs, camera, UploadClient.absolute("abandoned"))) {
      upload.send(TestMedia.header()).send(TestMedia.fragment(START));
      upload.send(Arrays.copyOf(second, second.length / 2));
      assertThat(kvs.streams().awaitFragments("abandoned", 1, DEADLINE)).hasSize(1);
    }
    assertThat(kvs.streams().awaitEndedUploads("abandoned", 1, DEADLINE).get(0).end())
        .contains("connection lost");
    assertThat(kvs.streams().fragments("abandoned")).hasSize(1);
    assertThatThrownBy(() -> kvs.streams().awaitFragments("abandoned", 2, Duration.ofMillis(20)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("holds 1 fragments");
  }

  @Test
  void streamsAreIndependentOfEachOther() throws Exception {
    int streams = 8;
    ExecutorService cameras = Executors.newFixedThreadPool(streams);
    try {
      List<Future<List<String>>> uploads = new ArrayList<>();
      for (int i = 0; i < streams; i++) {
        String name = "parallel-" + i;
        kvs.streams().create(name);
        uploads.add(
            cameras.submit(() -> put(UploadClient.absolute(name), START, START + FRAGMENT_MILLIS)));
      }
      for (Future<List<String>> upload : uploads) {
        assertThat(upload.get(30, TimeUnit.SECONDS)).hasSize(6);
      }
    } finally {
      cameras.shutdownNow();
    }
  }

  @Test
  void replayedFragmentIsStoredOnceAndCounted() throws Exception {
    kvs.streams().create("replay");
    put(UploadClient.absolute("replay"), START, START + FRAGMENT_MILLIS);
    put(UploadClient.absolute("replay"), START + FRAGMENT_MILLIS, START + 2 * FRAGMENT_MILLIS);
    assertThat(kvs.streams().fragments("replay")).hasSize(3);
    assertThat(kvs.streams().duplicates("replay")).isEqualTo(1);
    assertThat(kvs.streams().uploads("replay")).hasSize(2);
  }

  @Test
  void secondConnectionOfAStreamIsRefused() throws Exception {
    kvs.streams().create("single");
    try (UploadClient first = UploadClient.open(kvs, camera, UploadClient.absolute("single"))) {
      assertThat(first.status()).isEqualTo(200);
      try (UploadClient second = UploadClient.open(kvs, camera, UploadClient.absolute("single"))) {
        assertThat(second.status()).isEqualTo(400);
        assertThat(second.header("x-amzn-errortype")).isEqualTo("ConnectionLimitExceededException");
      }
    }
  }

  @Test
  void fragmentsOutOfOrderEndTheUploadWith4004() throws Exception {
    kvs.streams().create("backwards");
    assertThat(put(UploadClient.absolute("backwards"), START, START - 60_000))
        .endsWith("ERROR 4004");
    assertThat(kvs.streams().fragments("backwards")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "disabled, 4501",
    "deleted, 4505",
    "signing, 4504",
    "refusing, 4500",
    "absent, 4506",
    "unavailable, 4503"
  })
  void unusableKeyIsAcknowledgedAsError(String kind, int id) throws Exception {
    String key =
        switch (kind) {
          case "disabled" -> kvs.keys().disable(kvs.keys().create().arn());
          case "deleted" -> kvs.keys().scheduleDeletion(kvs.keys().create().id());
          case "signing" -> kvs.keys().create(KeyType.SIGNING).arn();
          case "refusing" -> kvs.keys().refuse(kvs.keys().create().arn());
          case "unavailable" -> kvs.keys().state(kvs.keys().create().arn(), KeyState.UNAVAILABLE);
          default ->
              "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000";
        };
    kvs.streams().create("key-" + kind, StreamSettings.none().withKmsKeyId(key));
    assertThat(put(UploadClient.absolute("key-" + kind), START)).containsExactly("ERROR " + id);
    assertThat(kvs.streams().fragments("key-" + kind)).isEmpty();
  }

  @Test
  void usableKeyByAliasIsAccepted() throws Exception {
    String alias = kvs.keys().alias("alias/cameras", kvs.keys().create());
    kvs.streams()
        .create("key-alias", StreamSettings.none().withKmsKeyId(alias).withRetentionHours(1));
    assertThat(put(UploadClient.absolute("key-alias"), START))
        .containsExactly("BUFFERING", "RECEIVED", "PERSISTED");
  }

  @Test
  void keyIsRefusedToACallerWithoutGenerateDataKey() throws Exception {
    kvs.identities().role("keyless", LocalIdentities.policy("kinesisvideo:*"));
    kvs.streams()
        .create("key-caller", StreamSettings.none().withKmsKeyId(kvs.keys().create().arn()));
    SessionKeys keyless = kvs.identities().roleSession("keyless");
    try (UploadClient upload =
        UploadClient.open(kvs, keyless, UploadClient.absolute("key-caller"))) {
      upload.send(TestMedia.header()).send(TestMedia.fragment(START)).finish();
      assertThat(upload.events()).containsExactly("ERROR 4500");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "x-amzn-fragment-timecode-type, SOMETIMES",
    "x-amzn-producer-start-timestamp, 1730800000",
    "x-amzn-producer-start-timestamp, '1730800000,123'",
    "x-amzn-stream-arn, arn:aws:kinesisvideo:eu-central-1:123456789012:stream/both/1",
    "x-amzn-stream-name, bad name"
  })
  void badHeaderIsRefusedBeforeAnyAcknowledgement(String name, String value) throws Exception {
    Map<String, String> fields = UploadClient.absolute("both");
    fields.put(name, value);
    try (UploadClient upload = UploadClient.open(kvs, camera, fields)) {
      assertThat(upload.status()).isEqualTo(400);
      assertThat(upload.header("x-amzn-errortype")).isEqualTo("InvalidArgumentException");
    }
  }

  @Test
  void clientThatExpectsToBeContinuedIs() throws Exception {
    kvs.streams().create("polite");
    Map<String, String> fields = UploadClient.absolute("polite");
    fields.put("Expect", "100-continue");
    try (UploadClient upload = UploadClient.open(kvs, camera, fields)) {
      assertThat(upload.status()).isEqualTo(100);
    }
  }

  @Test
  void unknownStreamIsNotFound() throws Exception {
    try (UploadClient upload = UploadClient.open(kvs, camera, UploadClient.absolute("nowhere"))) {
      assertThat(upload.status()).isEqualTo(404);
      assertThat(upload.header("x-amzn-errortype")).isEqualTo("ResourceNotFoundException");
    }
  }

  @Test
  void getMediaReturnsTheFramesThatWerePut() throws Exception {
    kvs.streams().create("readable");
    put(UploadClient.absolute("readable"), START, START + FRAGMENT_MILLIS);
    SessionKeys viewer = kvs.identities().roleSession(LocalIdentities.VIEWER);
    List<StoredFragment> stored = kvs.streams().fragments("readable");
    try (KinesisVideoMediaClient media = new SdkClients(kvs).media(viewer)) {
      assertThat(read(media, s -> s.startSelectorType(StartSelectorType.EARLIEST)).frames())
          .containsExactlyElementsOf(kvs.streams().frames("readable"));
      assertThat(
              read(
                      media,
                      s ->
                          s.startSelectorType(StartSelectorType.FRAGMENT_NUMBER)
                              .afterFragmentNumber(stored.get(0).number()))
                  .frames())
          .containsExactlyElementsOf(stored.get(1).media().frames());
      assertThat(
              read(
                      media,
                      s ->
                          s.startSelectorType(StartSelectorType.CONTINUATION_TOKEN)
                              .continuationToken(stored.get(0).number()))
                  .frames())
          .containsExactlyElementsOf(stored.get(1).media().frames());
      assertThat(
              read(
                      media,
                      s ->
                          s.startSelectorType(StartSelectorType.SERVER_TIMESTAMP)
                              .startTimestamp(stored.get(0).serverTime().minusSeconds(1)))
                  .frames())
          .hasSize(2 * TestMedia.FRAMES_PER_FRAGMENT);
    }
  }

  @Test
  void getMediaFollowsALiveUpload() throws Exception {
    kvs.streams().create("live");
    put(UploadClient.absolute("live"), START);
    SessionKeys viewer = kvs.identities().roleSession(LocalIdentities.VIEWER);
    try (KinesisVideoMediaClient media = new SdkClients(kvs).media(viewer);
        UploadClient upload = UploadClient.open(kvs, camera, UploadClient.absolute("live"))) {
      assertThat(upload.status()).isEqualTo(200);
      try (var body =
          media.getMedia(
              r ->
                  r.streamName("live")
                      .startSelector(s -> s.startSelectorType(StartSelectorType.NOW)))) {
        upload.send(TestMedia.header()).send(TestMedia.fragment(START + FRAGMENT_MILLIS)).finish();
        assertThat(MkvMedia.read(body).frames())
            .containsExactlyElementsOf(TestMedia.frames(START + FRAGMENT_MILLIS));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"PRODUCER_TIMESTAMP, 1730800001.9, 4", "PRODUCER_TIMESTAMP, 1730799999.0, 8"})
  void getMediaStartsAtATimestamp(StartSelectorType type, double seconds, int frames)
      throws Exception {
    String stream = "timed-" + frames;
    kvs.streams().create(stream);
    put(UploadClient.absolute(stream), START, START + FRAGMENT_MILLIS);
    SessionKeys viewer = kvs.identities().roleSession(LocalIdentities.VIEWER);
    try (KinesisVideoMediaClient media = new SdkClients(kvs).media(viewer);
        var body =
            media.getMedia(
                r ->
                    r.streamName(stream)
                        .startSelector(
                            s ->
                                s.startSelectorType(type)
                                    .startTimestamp(
                                        Instant.ofEpochMilli(Math.round(seconds * 1000)))))) {
      assertThat(MkvMedia.read(body).frames()).hasSize(frames);
    }
  }

  @Test
  void emptyPayloadHashIsAcceptedOnRequestOnly() throws Exception {
    kvs.streams().create("c-client");
    Map<String, List<String>> refused =
        UploadClient.signEmpty(kvs, camera, UploadClient.absolute("c-client"));
    try (UploadClient upload = UploadClient.sendHead(kvs, refused)) {
      assertThat(upload.status()).isEqualTo(403);
    }
    try (LocalKvs lenient = LocalKvs.builder().acceptEmptyPayloadHash().start()) {
      lenient.streams().create("c-client");
      SessionKeys keys = lenient.identities().roleSession(LocalIdentities.CAMERA);
      Map<String, List<String>> head =
          UploadClient.signEmpty(lenient, keys, UploadClient.absolute("c-client"));
      try (UploadClient upload = UploadClient.sendHead(lenient, head)) {
        assertThat(upload.status()).isEqualTo(200);
      }
    }
  }

  private static MkvMedia read(
      KinesisVideoMediaClient media, Consumer<StartSelector.Builder> selector) throws Exception {
    try (var body = media.getMedia(r -> r.streamName("readable").startSelector(selector))) {
      return MkvMedia.read(body);
    }
  }

  private static List<String> put(Map<String, String> fields, long... timecodes) throws Exception {
    try (UploadClient upload = UploadClient.open(kvs, camera, fields)) {
      upload.send(TestMedia.header());
      for (long timecode : timecodes) {
        upload.send(TestMedia.fragment(timecode));
      }
      upload.finish();
      return new ArrayList<>(upload.events());
    }
  }
}
