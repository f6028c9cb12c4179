package io.github.kvssecure.local.mkv;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Short documents from which the fuzzer starts. They are files of the test's resources, as the
 * fuzzer wants them; after {@code mvn -q -pl local-kvs test-compile} this writes them anew:
 *
 * <pre>{@code
 * java -cp local-kvs/target/classes:local-kvs/target/test-classes \
 *   io.github.kvssecure.local.mkv.MkvSeeds \
 *   local-kvs/src/test/resources/io/github/kvssecure/local/mkv/MkvReaderFuzzTestInputs/documents
 * }</pre>
 */
final class MkvSeeds {

  private MkvSeeds() {}

  /** The documents that are read to their end and hold frames, by the name of their file. */
  static Map<String, byte[]> good() throws IOException {
    Map<String, byte[]> seeds = new TreeMap<>();
    seeds.put("camera-with-sound", written(Map.of()));
    seeds.put("camera-with-tags", written(Map.of("kamera \u00fc", "1")));
    seeds.put(
        "unknown-sizes",
        RawMkv.join(
            RawMkv.VIDEO_HEADER,
            RawMkv.cluster(1_000, RawMkv.keyBlock(0), RawMkv.block(1, 40, 0, new byte[] {4})),
            RawMkv.cluster(2_000, RawMkv.keyBlock(0)),
            RawMkv.tags("name", "value")));
    seeds.put(
        "block-group",
        RawMkv.join(
            RawMkv.VIDEO_HEADER,
            RawMkv.cluster(
                1_000,
                RawMkv.element(
                    0xA0,
                    RawMkv.element(0xA1, RawMkv.blockContent(1, 0, 0, new byte[] {1, 2, 3})),
                    RawMkv.element(0x9B, RawMkv.number(40))))));
    return seeds;
  }

  /** All documents; the others are cut off, or break a rule within a cluster. */
  static Map<String, byte[]> all() throws IOException {
    Map<String, byte[]> seeds = new TreeMap<>(good());
    byte[] whole = written(Map.of());
    seeds.put("cut-in-a-frame", Arrays.copyOf(whole, whole.length - 5));
    seeds.put(
        "unknown-track",
        RawMkv.join(
            RawMkv.VIDEO_HEADER,
            RawMkv.cluster(1_000, RawMkv.keyBlock(0), RawMkv.block(7, 40, 0, new byte[] {4}))));
    seeds.put(
        "laced-block",
        RawMkv.join(
            RawMkv.VIDEO_HEADER,
            RawMkv.cluster(1_000, RawMkv.block(1, 0, 0x86, new byte[] {1, 1, 5, 6, 7, 8}))));
    return seeds;
  }

  private static byte[] written(Map<String, String> tags) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MkvWriter writer = new MkvWriter(out);
    writer.header(
        MkvHeader.of(
                List.of(
                    MkvTrack.video(1, "V_MPEG4/ISO/AVC")
                        .uid(1)
                        .codecPrivate(new byte[] {1, 66, -64, 31})
                        .pixels(64, 48)
                        .build(),
                    MkvTrack.audio(2, "A_AAC")
                        .uid(2)
                        .codecPrivate(new byte[] {0x11, (byte) 0x90})
                        .sound(48_000, 2)
                        .build()))
            .withSegmentUid(new byte[16]));
    for (long start = 1_000; start <= 2_000; start += 1_000) {
      writer.fragment(
          MkvFragment.of(
                  start,
                  List.of(
                      new MkvFrame(1, Duration.ofMillis(start), true, new byte[] {1, 2, 3}),
                      new MkvFrame(2, Duration.ofMillis(start + 5), true, new byte[] {4}),
                      new MkvFrame(1, Duration.ofMillis(start + 40), false, new byte[] {5, 6})))
              .withTags(tags),
          Map.of());
    }
    return out.toByteArray();
  }

  /**
   * Writes the files.
   *
   * @param args the directory
   */
  public static void main(String[] args) throws IOException {
    for (Map.Entry<String, byte[]> seed : all().entrySet()) {
      Files.write(Path.of(args[0]).resolve(seed.getKey()), seed.getValue());
    }
  }
}
