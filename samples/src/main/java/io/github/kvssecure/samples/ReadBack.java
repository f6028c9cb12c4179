package io.github.kvssecure.samples;

import io.github.kvssecure.local.mkv.MkvException;
import io.github.kvssecure.local.mkv.MkvFrame;
import io.github.kvssecure.local.mkv.MkvLimits;
import io.github.kvssecure.local.mkv.MkvMedia;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.kinesisvideomedia.KinesisVideoMediaClient;
import software.amazon.awssdk.services.kinesisvideomedia.model.StartSelectorType;

/** Reads a stream back through GetMedia and compares it with the clip it came from. */
final class ReadBack {

  private ReadBack() {}

  static MkvMedia getMedia(StandIn standIn, String stream) throws IOException, MkvException {
    try (SdkHttpClient http = standIn.http();
        KinesisVideoMediaClient viewer = standIn.viewer(http);
        InputStream body =
            viewer.getMedia(
                request ->
                    request
                        .streamName(stream)
                        .startSelector(s -> s.startSelectorType(StartSelectorType.EARLIEST)))) {
      return MkvMedia.read(body, MkvLimits.getMedia());
    }
  }

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
