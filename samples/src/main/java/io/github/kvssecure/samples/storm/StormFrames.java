package io.github.kvssecure.samples.storm;

import io.github.kvssecure.local.mkv.MkvException;
import io.github.kvssecure.local.mkv.MkvFrame;
import io.github.kvssecure.local.mkv.MkvMedia;
import io.github.kvssecure.local.mkv.MkvTrack;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The media of one camera: every frame can be made again from its number, so that what was stored
 * can be compared with what was put without keeping it. Immutable.
 *
 * @param seed of this camera
 */
record StormFrames(long seed) {

  static final int VIDEO = 1;
  static final int AUDIO = 2;

  /** Three frames in 100 ms: one of video, two of audio. */
  static final int PER_SLOT = 3;

  static final int SLOT_MILLIS = 100;

  private static final int SLOTS_PER_FRAGMENT = 10;
  private static final int HEAD = 9;

  /** The tracks of the demonstration's clip: readable codec private data of real encoders. */
  static List<Track> tracks() throws IOException, MkvException {
    try (InputStream in = StormFrames.class.getResourceAsStream("/media/clip.mkv")) {
      if (in == null) {
        throw new IOException("the clip is missing from the class path");
      }
      List<MkvTrack> tracks = MkvMedia.read(in).header().tracks();
      return List.of(
          Track.h264(VIDEO, tracks.get(0).codecPrivate()),
          Track.aac(AUDIO, tracks.get(1).codecPrivate()));
    }
  }

  static int track(int number) {
    return number % PER_SLOT == 0 ? VIDEO : AUDIO;
  }

  static boolean isKey(int number) {
    return number % (PER_SLOT * SLOTS_PER_FRAGMENT) == 0;
  }

  /** The moment of a frame after that of frame 0. */
  static long offsetMillis(int number) {
    return (long) (number / PER_SLOT) * SLOT_MILLIS + (number % PER_SLOT) * 30L;
  }

  Frame frame(int number, Instant start) {
    Instant time = start.plusMillis(offsetMillis(number));
    ByteBuffer data = ByteBuffer.wrap(bytes(number));
    return isKey(number) ? Frame.key(VIDEO, time, data) : Frame.delta(track(number), time, data);
  }

  private byte[] bytes(int number) {
    SplittableRandom random = new SplittableRandom(seed ^ number);
    byte[] bytes = new byte[HEAD + 50 + random.nextInt(isKey(number) ? 3000 : 300)];
    random.nextBytes(bytes);
    ByteBuffer.wrap(bytes).putInt(bytes.length - 4).put((byte) 0x65).putInt(number);
    return bytes;
  }

  /** The number that a stored frame says it has. */
  static int number(MkvFrame stored) {
    return stored.size() < HEAD ? -1 : stored.buffer().getInt(5);
  }

  /** Whether a stored frame is, byte for byte, the one that was put. */
  boolean isIntact(MkvFrame stored) {
    int number = number(stored);
    return number >= 0
        && stored.trackNumber() == track(number)
        && stored.buffer().equals(ByteBuffer.wrap(bytes(number)));
  }
}
