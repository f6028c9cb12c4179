package io.github.kvssecure.samples;

import io.github.kvssecure.local.mkv.MkvFrame;
import io.github.kvssecure.local.mkv.MkvMedia;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Compares what was read back with the clip it came from. */
final class Comparison {

  private Comparison() {}

  /** Whether every frame of every track came back, in order, with its bytes and its time. */
  static boolean isIdentical(MkvMedia sent, MkvMedia received, Instant start) {
    Map<Integer, List<MkvFrame>> found = received.byTrack();
    return sent.byTrack().keySet().equals(found.keySet())
        && sent.byTrack().entrySet().stream()
            .allMatch(
                track ->
                    areIdentical(
                        track.getValue(), found.getOrDefault(track.getKey(), List.of()), start));
  }

  private static boolean areIdentical(List<MkvFrame> sent, List<MkvFrame> received, Instant start) {
    if (sent.size() != received.size()) {
      return false;
    }
    for (int i = 0; i < sent.size(); i++) {
      Duration time = Duration.ofMillis(start.plus(sent.get(i).timestamp()).toEpochMilli());
      if (!sent.get(i).buffer().equals(received.get(i).buffer())
          || !received.get(i).timestamp().equals(time)) {
        return false;
      }
    }
    return true;
  }
}
