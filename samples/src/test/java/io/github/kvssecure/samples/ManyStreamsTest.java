package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManyStreamsTest {

  /** Two at most, made one by one as handshakes meet. */
  private static final String HANDSHAKE = "kvs-upload-handshake";

  /** One while a name is looked up. */
  private static final String RESOLVER = "kvs-upload-resolver";

  private static final int STREAMS = 20;
  private static final int FRAMES = 100;

  @Test
  void anAddedStreamCostsNoThread_andLosesNoFrame() throws Exception {
    Clip clip = Clip.load();
    List<Frame> video =
        clip.frames(Instant.now()).stream()
            .filter(frame -> frame.track() == 1)
            .limit(FRAMES)
            .toList();
    try (StandIn standIn = new StandIn();
        SecureProducer producer = standIn.producer(standIn.camera()).build()) {
      String key = standIn.kvs().keys().create().arn();
      List<SecureStream> streams = new ArrayList<>();
      List<String> threads = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        String name = "camera-" + i;
        standIn
            .kvs()
            .streams()
            .create(name, StreamSettings.none().withRetentionHours(24).withKmsKeyId(key));
        SecureStream stream =
            producer.openStream(
                StreamSpec.builder(StreamName.of(name), clip.tracks().get(0)).build());
        streams.add(stream);
        for (Frame frame : video) {
          stream.put(frame);
        }
        if (i == 4) {
          threads = threadsOfTheLibrary();
        }
      }
      List<String> more = threadsOfTheLibrary();
      assertThat(more).filteredOn(HANDSHAKE::equals).hasSizeLessThanOrEqualTo(2);
      assertThat(thoseThatStay(more)).hasSizeLessThanOrEqualTo(thoseThatStay(threads).size());
      for (SecureStream stream : streams) {
        assertThat(stream.close(Duration.ofSeconds(30)).frames().persisted()).isEqualTo(FRAMES);
      }
    }
  }

  /** The stand-in lives in this process too, and has a thread for each connection. */
  private static List<String> threadsOfTheLibrary() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(
            name ->
                name.startsWith("kvs-upload")
                    || name.startsWith("kvs-session")
                    || name.startsWith("kvs-native"))
        .sorted()
        .toList();
  }

  private static List<String> thoseThatStay(List<String> threads) {
    return threads.stream()
        .filter(name -> !name.equals(HANDSHAKE) && !name.equals(RESOLVER))
        .toList();
  }
}
