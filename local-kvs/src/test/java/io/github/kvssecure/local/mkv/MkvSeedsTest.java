package io.github.kvssecure.local.mkv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MkvSeedsTest {

  @Test
  void goodSeeds_leadTheFuzzerToFrames() throws Exception {
    for (Map.Entry<String, byte[]> seed : MkvSeeds.good().entrySet()) {
      RecordingListener read = RecordingListener.read(seed.getValue(), MkvLimits.putMedia());
      assertThat(read.frames).as(seed.getKey()).isNotEmpty();
      assertThat(read.fragments).as(seed.getKey()).isNotEmpty();
    }
  }

  @Test
  void files_areThoseOfTheCommand() throws Exception {
    for (Map.Entry<String, byte[]> seed : MkvSeeds.all().entrySet()) {
      String file = "MkvReaderFuzzTestInputs/documents/" + seed.getKey();
      try (InputStream in = MkvSeedsTest.class.getResourceAsStream(file)) {
        assertThat(in).as(file).isNotNull();
        assertThat(in.readAllBytes()).as(file).isEqualTo(seed.getValue());
      }
      assertThat(seed.getValue()).as(file).hasSizeLessThan(1024);
    }
  }
}
