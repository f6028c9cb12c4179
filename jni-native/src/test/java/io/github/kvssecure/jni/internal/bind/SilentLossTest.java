package io.github.kvssecure.jni.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.kinesisvideo.producer.ProducerException;
import com.amazonaws.kinesisvideo.producer.StreamInfo;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.Tags;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What native code would do without a word is told, refused, or cannot be asked for. */
class SilentLossTest {

  /** Of the native buffer of a default stream, whatever the session allows: twice its minute. */
  private static final int BUFFER_SECONDS = 120;

  private final RecordingListener listener = new RecordingListener();

  /** The ledger of a session refuses long before; this is what is left if it did not. */
  @ShownGone("5-full-duration")
  @ParameterizedTest
  @ValueSource(ints = {25, 1000})
  void mediaThatLeavesTheFullBuffer_isTold(int framesPerSecond) throws Exception {
    try (MediaStream stream = Media.openVideo(listener)) {
      // More seconds than the native buffer holds, or more frames than it counts in less time.
      int frames = framesPerSecond == 1000 ? 70_000 : (BUFFER_SECONDS + 10) * framesPerSecond;
      Set<Integer> lost = new TreeSet<>();
      stream.put(frame(0, framesPerSecond));
      FakeService service = new FakeService(stream, listener, listener.awaitUpload());
      service.readAvailable();
      for (int number = 1; number < frames; number++) {
        stream.put(frame(number, framesPerSecond));
        lost.add(number);
      }
      stream.drain();
      service.readAvailable();

      lost.removeAll(new TreeSet<>(service.videoNumbers()));
      assertThat(lost).isNotEmpty();
      assertThat(listener.dropped).hasSizeGreaterThanOrEqualTo(lost.size() / framesPerSecond);
      assertThat(listener.dropped).allMatch(told -> told.contains("left the full buffer unsent"));
    }
  }

  private static Frame frame(int number, int framesPerSecond) {
    Instant time = Media.START.plusMillis(number * 1000L / framesPerSecond);
    ByteBuffer data = ByteBuffer.wrap(Media.payload(number, 100));
    return number % framesPerSecond == 0
        ? Frame.key(Media.VIDEO, time, data)
        : Frame.delta(Media.VIDEO, time, data);
  }

  @Test
  @ShownGone("5-offline")
  void streamsAreNeverOffline() {
    StreamSpec spec = Media.spec(Media.video()).build();

    assertThat(StreamInfos.of(spec, Media.description(spec, 24)).getStreamingType())
        .isEqualTo(StreamInfo.StreamingType.STREAMING_TYPE_REALTIME.getIntValue());
  }

  @Test
  @ShownGone("5-tags")
  void longAndManyTags_areNotNativeCodesConcern() throws Exception {
    StreamSpec.Builder builder = Media.spec(Media.video());
    for (int i = 0; i < Tags.MAX_TAGS; i++) {
      builder.tag(
          "k".repeat(Tags.MAX_KEY_LENGTH - 2) + (10 + i), "v".repeat(Tags.MAX_VALUE_LENGTH));
    }
    StreamSpec spec = builder.build();

    assertThat(StreamInfos.of(spec, Media.description(spec, 24)).getTags()).isEmpty();
    try (MediaStream stream = Media.open(spec, listener)) {
      stream.put(Media.videoFrame(0));
      assertThat(listener.awaitUpload()).isNotNull();
    }
  }

  @Test
  @ShownGone("5-service-callback-throws")
  void questionsThatFail_endInTheExceptionThatNativeCodeKnows_andTheNextIsAnswered()
      throws Exception {
    NativeClient client = ((NativeMediaProducer) Media.producer()).client();
    ServiceAnswers answers =
        new ServiceAnswers(client, new OpaqueTokens(Clock.systemUTC(), Duration.ofMinutes(45)));

    assertThatThrownBy(() -> answers.describeStream("nobody", 0, 0, null, 0, 0, null))
        .isInstanceOf(ProducerException.class);
    assertThatThrownBy(() -> answers.getStreamingEndpoint("nobody", "", 0, 0, null, 0, 0, null))
        .isInstanceOf(ProducerException.class);
    assertThatThrownBy(() -> answers.getStreamingToken("nobody", 0, 0, null, 0, 0, null))
        .isInstanceOf(ProducerException.class);
    assertThatThrownBy(() -> answers.tagResource("nobody", null, 0, 0, null, 0, 0, null))
        .isInstanceOf(ProducerException.class);
    assertThatThrownBy(() -> answers.deviceCertToToken("nobody", 0, 0, null, 0, 0))
        .isInstanceOf(ProducerException.class);
    client
        .results()
        .deliver(
            0,
            () -> {
              throw new IllegalStateException("made for this test");
            });
    Media.openVideo(listener).close();
  }
}
