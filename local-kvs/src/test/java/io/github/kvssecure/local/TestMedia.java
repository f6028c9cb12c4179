package io.github.kvssecure.local;

import io.github.kvssecure.local.mkv.MkvFragment;
import io.github.kvssecure.local.mkv.MkvFrame;
import io.github.kvssecure.local.mkv.MkvHeader;
import io.github.kvssecure.local.mkv.MkvTrack;
import io.github.kvssecure.local.mkv.MkvWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Small MKV documents of one video track, two seconds per fragment. */
final class TestMedia {
  static final int FRAGMENT_MILLIS = 2_000;
  static final int FRAMES_PER_FRAGMENT = 4;

  private TestMedia() {}

  static byte[] header() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new MkvWriter(out).header(description());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  /** One cluster without the header before it. */
  static byte[] fragment(long timecodeMillis) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      MkvWriter writer = new MkvWriter(out);
      writer.header(description());
      int headerLength = out.size();
      writer.fragment(MkvFragment.of(timecodeMillis, frames(timecodeMillis)), Map.of());
      return Arrays.copyOfRange(out.toByteArray(), headerLength, out.size());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<MkvFrame> frames(long timecodeMillis) {
    List<MkvFrame> frames = new ArrayList<>();
    for (int i = 0; i < FRAMES_PER_FRAGMENT; i++) {
      byte[] data = new byte[500];
      Arrays.fill(data, (byte) (i + timecodeMillis));
      long millis = timecodeMillis + (long) i * FRAGMENT_MILLIS / FRAMES_PER_FRAGMENT;
      frames.add(new MkvFrame(1, Duration.ofMillis(millis), i == 0, data));
    }
    return frames;
  }

  private static MkvHeader description() {
    return MkvHeader.of(List.of(MkvTrack.video(1, "V_MPEG4/ISO/AVC").pixels(640, 480).build()));
  }
}
