package io.github.kvssecure.local.mkv;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Fuzz target of the reader of Matroska. The seeds run with the tests; {@code mvn -Pfuzz} fuzzes.
 * It may throw {@link MkvException} and nothing else, and tells the same however the bytes are cut.
 * {@link MkvSeeds} makes most of the seeds.
 */
class MkvReaderFuzzTest {

  @FuzzTest(maxDuration = "2m")
  void documents(byte[] data) {
    assertThat(outcome(data, 1)).isEqualTo(outcome(data, Math.max(1, data.length)));
  }

  private static String outcome(byte[] data, int step) {
    RecordingListener listener = new RecordingListener();
    MkvReader reader = new MkvReader(listener, MkvLimits.putMedia());
    try {
      for (int at = 0; at < data.length; at += step) {
        reader.feed(data, at, Math.min(step, data.length - at));
      }
      reader.end();
      return "read " + reader.bytesRead() + listener.frames + listener.fragments.size();
    } catch (MkvException e) {
      return "refused after " + listener.frames;
    }
  }
}
