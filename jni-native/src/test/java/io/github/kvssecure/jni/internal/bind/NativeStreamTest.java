package io.github.kvssecure.jni.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.spi.MediaStream;
import org.junit.jupiter.api.Test;

class NativeStreamTest {

  private final RecordingListener listener = new RecordingListener();

  @Test
  void framesGoInAndMatroskaComesOutUntilAllIsAcknowledged() throws Exception {
    try (MediaStream stream = Media.openVideo(listener)) {
      Media.putVideo(stream, 0, 3 * Media.FRAMES_PER_FRAGMENT);
      FakeService service = new FakeService(stream, listener, listener.awaitUpload());
      stream.drain();
      service.readAll();

      assertThat(service.body()).startsWith(0x1A, 0x45, 0xDF, 0xA3);
      assertThat(service.scanner().ended()).isEqualTo(Media.START.plusSeconds(2).toEpochMilli());
      assertThat(listener.complete).containsExactly(service.upload());
      assertThat(listener.dropped).isEmpty();
    }
  }
}
