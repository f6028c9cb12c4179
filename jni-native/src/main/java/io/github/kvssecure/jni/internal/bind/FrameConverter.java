package io.github.kvssecure.jni.internal.bind;

import com.amazonaws.kinesisvideo.producer.FrameFlags;
import com.amazonaws.kinesisvideo.producer.KinesisVideoFrame;
import io.github.kvssecure.media.Codec;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.spi.MediaProducerException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says a frame in the native producer's words, and refuses what native code would not survive or
 * would lose silently. One caller at a time.
 */
final class FrameConverter {

  /** A frame ready to be put, and the pooled buffer it lies in, if any. */
  record NativeFrame(KinesisVideoFrame frame, @Nullable ByteBuffer pooled) {}

  /**
   * Simple blocks say no duration. Native code would only add it to what it thinks it holds, and a
   * wrong one makes it drop the oldest media.
   */
  private static final long UNSAID_DURATION = 0;

  private static final long NONE_YET = -1;
  private static final int LENGTH_BYTES = 4;

  private final Map<Integer, Track> tracks = new HashMap<>();
  private final boolean hasVideo;
  private final int maxFrameBytes;
  private final DirectBuffers buffers;
  private long lastDecoding = NONE_YET;
  private int index;

  FrameConverter(List<Track> tracks, int maxFrameBytes, DirectBuffers buffers) {
    tracks.forEach(track -> this.tracks.put(track.number(), track));
    this.hasVideo = tracks.stream().anyMatch(Track::isVideo);
    this.maxFrameBytes = maxFrameBytes;
    this.buffers = buffers;
  }

  /**
   * Converts a frame; the caller's buffer is left as it is.
   *
   * @throws MediaProducerException if native code must not see the frame
   */
  NativeFrame convert(Frame frame) {
    Track track = tracks.get(frame.track());
    if (track == null) {
      throw NativeStatus.exception(
          NativeStatus.UNDECLARED_TRACK,
          "put a frame of track " + frame.track() + ", declared are " + tracks.keySet());
    }
    int size = frame.size();
    if (size == 0) {
      throw NativeStatus.exception(NativeStatus.INVALID_FRAME_DATA, "put a frame of 0 bytes");
    }
    if (size > maxFrameBytes) {
      throw new MediaProducerException(
          MediaProducerException.NO_STATUS,
          "a frame may have "
              + maxFrameBytes
              + " bytes, found "
              + size
              + "; enlarge the content store with -D"
              + NativeSettings.STORAGE_PROPERTY);
    }
    requireLengths(frame, track);
    long presentation = Ticks.ofMillisecond(frame.presentationTime());
    long decoding = Ticks.ofMillisecond(frame.decodingTime());
    if (presentation < 0 || decoding < 0) {
      throw NativeStatus.exception(
          NativeStatus.INVALID_FRAME_TIMECODE, "put a frame with a time before 1970");
    }
    requireOrder(frame, track, decoding);
    ByteBuffer data = frame.data();
    // Native code reads from the start of a direct buffer, whatever its position.
    ByteBuffer pooled = data.isDirect() ? null : buffers.copyOf(data);
    return new NativeFrame(
        new KinesisVideoFrame(
            index++,
            flags(frame, track),
            decoding,
            presentation,
            UNSAID_DURATION,
            pooled == null ? data.slice() : pooled,
            track.number()),
        pooled);
  }

  /** Native code would send start codes as they are, and nobody could decode them. */
  private static void requireLengths(Frame frame, Track track) {
    String codec = track.codec().matroskaId();
    boolean units = codec.equals(Codec.H264.matroskaId()) || codec.equals(Codec.H265.matroskaId());
    if (units && frame.size() >= LENGTH_BYTES && beginsWithStartCode(frame.data())) {
      throw new MediaProducerException(
          MediaProducerException.NO_STATUS,
          "the frame has start codes (Annex B), the native producer takes lengths of 4 bytes; convert"
              + " it, or use SecureProducer.Builder.packaging(Packaging.JAVA)");
    }
  }

  /** As a length, 00 00 00 01 is too short for a unit, and 00 00 01 xx may be too long. */
  private static boolean beginsWithStartCode(ByteBuffer data) {
    int at = data.position();
    if (data.get(at) != 0 || data.get(at + 1) != 0) {
      return false;
    }
    boolean longCode = data.get(at + 2) == 0 && data.get(at + 3) == 1;
    int length = 0x100 | (data.get(at + 3) & 0xff);
    return longCode || (data.get(at + 2) == 1 && length > data.remaining() - LENGTH_BYTES);
  }

  private void requireOrder(Frame frame, Track track, long decoding) {
    if (lastDecoding == NONE_YET && flags(frame, track) == FrameFlags.FRAME_FLAG_NONE) {
      throw new MediaProducerException(
          MediaProducerException.NO_STATUS,
          "the first frame must be a key frame"
              + (hasVideo ? " of a video track" : "")
              + "; native code would swallow all before it");
    }
    if (decoding < lastDecoding) {
      // Native code refuses it too, but has moved the start of the fragment by then, and silently
      // gives wrong times to all that follows.
      throw NativeStatus.exception(
          NativeStatus.DECODED_BEFORE_LAST,
          "put a frame decoded " + (lastDecoding - decoding) / Ticks.PER_MILLISECOND + " ms early");
    }
  }

  /** Notes that native code took a frame. */
  void taken(NativeFrame converted) {
    lastDecoding = converted.frame().getDecodingTs();
  }

  /** Key frames cut fragments: those of video, or of audio where there is no video. */
  private int flags(Frame frame, Track track) {
    return frame.isKey() && (track.isVideo() || !hasVideo)
        ? FrameFlags.FRAME_FLAG_KEY_FRAME
        : FrameFlags.FRAME_FLAG_NONE;
  }

  /** Takes back what {@link #convert} borrowed; native code has copied it. */
  void release(NativeFrame converted) {
    ByteBuffer pooled = converted.pooled();
    if (pooled != null) {
      buffers.giveBack(pooled);
    }
  }
}
