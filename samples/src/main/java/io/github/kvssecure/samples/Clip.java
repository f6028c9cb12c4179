package io.github.kvssecure.samples;

import io.github.kvssecure.local.mkv.MkvException;
import io.github.kvssecure.local.mkv.MkvFrame;
import io.github.kvssecure.local.mkv.MkvMedia;
import io.github.kvssecure.local.mkv.MkvTrack;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;

/**
 * A recorded clip that plays the part of a camera: H.264 and AAC frames with their timestamps.
 *
 * @param media what the file holds
 */
record Clip(MkvMedia media) {

  static Clip load() throws IOException, MkvException {
    try (InputStream in = Clip.class.getResourceAsStream("/media/clip.mkv")) {
      if (in == null) {
        throw new IOException("the clip is missing from the class path");
      }
      return new Clip(MkvMedia.read(in));
    }
  }

  /** The tracks as the library takes them. */
  List<Track> tracks() {
    return media.header().tracks().stream().map(Clip::track).toList();
  }

  private static Track track(MkvTrack track) {
    return switch (track.codecId()) {
      case "V_MPEG4/ISO/AVC" -> Track.h264(track.number(), track.codecPrivate());
      case "A_AAC" -> Track.aac(track.number(), track.codecPrivate());
      default -> throw new IllegalArgumentException("no such codec here: " + track.codecId());
    };
  }

  /** The frames in the order of the file, as if the camera had begun to record at {@code start}. */
  List<Frame> frames(Instant start) {
    return media.frames().stream().map(frame -> frame(frame, start)).toList();
  }

  private static Frame frame(MkvFrame frame, Instant start) {
    Instant time = start.plus(frame.timestamp());
    return frame.keyFrame()
        ? Frame.key(frame.trackNumber(), time, frame.buffer())
        : Frame.delta(frame.trackNumber(), time, frame.buffer());
  }
}
