package io.github.kvssecure.local.mkv;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A recording of one camera with sound: three fragments of one second, ten frames per track. */
final class Recording {
  static final long START_MILLIS = 1_700_000_000_000L;

  static final MkvHeader HEADER =
      MkvHeader.of(
              List.of(
                  MkvTrack.video(1, "V_MPEG4/ISO/AVC")
                      .uid(-2)
                      .name("kamera \u00fc")
                      .codecPrivate(new byte[] {1, 66, -64, 31})
                      .pixels(1920, 1080)
                      .build(),
                  MkvTrack.audio(2, "A_AAC").codecPrivate(new byte[300]).sound(48_000, 2).build()))
          .withSegmentUid(new byte[16]);

  private Recording() {}

  static List<MkvFragment> fragments() {
    List<MkvFragment> fragments = new ArrayList<>();
    for (int second = 0; second < 3; second++) {
      long start = START_MILLIS + 1000L * second;
      List<MkvFrame> frames = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        byte[] picture = new byte[i == 0 ? 70_000 : 900 + i];
        picture[i] = (byte) (second + 1);
        frames.add(new MkvFrame(1, Duration.ofMillis(start + 100L * i), i == 0, picture));
        frames.add(
            new MkvFrame(2, Duration.ofMillis(start + 100L * i + 5), true, new byte[20 + i]));
      }
      fragments.add(MkvFragment.of(start, frames).withTags(Map.of("second", "" + second)));
    }
    return fragments;
  }
}
