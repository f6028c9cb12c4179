package io.github.kvssecure.spi;

import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.FragmentMetadata;
import io.github.kvssecure.media.Frame;

/**
 * One stream inside a {@link MediaProducer}. Thread-safe, but {@link #put} has one caller at a
 * time.
 *
 * <p>Media leaves through uploads. The producer asks for one ({@link
 * MediaStreamListener#uploadRequested}), its bytes are pulled with {@link #read}, and it ends by
 * itself (drained, or replaced by a newer one) or is reported broken, whereupon everything that was
 * not acknowledged is replayed under a new upload, from a key frame on.
 */
public interface MediaStream extends AutoCloseable {

  /**
   * Takes one frame; its bytes are copied before this returns. Frames come in decoding order.
   *
   * @param frame size, track and order were checked before
   * @throws MediaProducerException if the packager refuses
   * @throws io.github.kvssecure.media.FrameRefusedException if the packager can go on with a key
   *     frame only
   */
  void put(Frame frame);

  /**
   * Describes the fragment that takes frames now, until the next one begins; what was said of it
   * before is replaced. It leaves behind the fragment's frames, as often as they do.
   *
   * @param metadata within its limits; the names and values are judged before
   * @throws MediaProducerException if the packager cannot write it, has no room for it, or no frame
   *     was put yet
   */
  void putMetadata(FragmentMetadata metadata);

  /**
   * Pulls bytes of an upload's body: one Matroska segment.
   *
   * @param upload which
   * @param buffer filled from the start; 16 to 64 KiB is best
   * @return bytes written (at least 1), 0 if there are none now, -1 when the body is over
   */
  int read(UploadId upload, byte[] buffer);

  /**
   * Passes on what the service said of a fragment. An acknowledgement of something that was not
   * read yet, or is freed already, has no effect.
   *
   * @param upload on which it came
   * @param acknowledgement what it said; errors that need a decision are not passed on
   */
  void acknowledged(UploadId upload, Acknowledgement acknowledgement);

  /**
   * Reports that an upload ended before its time. What was not acknowledged is replayed under a new
   * upload, or under the same one if nothing of it was read; other uploads that were asked for
   * before are over too. Call it once, after any back-off: a new upload is asked for at once.
   *
   * @param upload which; no longer read afterwards
   */
  void uploadBroken(UploadId upload);

  /**
   * Gives up a fragment that is not acknowledged and is complete; those before and after it stay.
   * Called only while no upload of this stream is being read; uploads that were requested before
   * are replaced by a newly requested one if there is media left, which has been requested when
   * this returns. May wait for that for some seconds.
   *
   * @param timecodeMillis its timecode
   * @return false if there is no such fragment, or it is still being filled
   */
  boolean discard(long timecodeMillis);

  /** What came of leaving a fragment out of an upload that goes on. */
  enum LeftOut {
    /** It is given up: nothing of it will be read, and its memory is free. */
    LEFT_OUT,
    /** It is given up as well, but held until what is before it was acknowledged. */
    PASSED_OVER,
    /** A part of it was read already, or it is held no more. It stays as it is. */
    HAS_LEFT,
    /** The packager cannot do that; it can {@link #discard} while nothing is read. */
    NOT_POSSIBLE;

    /**
     * Whether the fragment is given up.
     *
     * @return true if nothing of it will be read
     */
    public boolean isGivenUp() {
      return this == LEFT_OUT || this == PASSED_OVER;
    }
  }

  /**
   * Gives up a fragment that is complete and of which nothing was read by the upload that goes on;
   * those before and after it stay. Other than {@link #discard} it neither ends an upload nor asks
   * for one, and may be called while one is being read.
   *
   * @param timecodeMillis its timecode
   * @return what came of it; nothing changed unless it is left out or passed over
   */
  default LeftOut leaveOut(long timecodeMillis) {
    return LeftOut.NOT_POSSIBLE;
  }

  /** Ends the last fragment and takes no more frames; the last upload's body then ends with -1. */
  void drain();

  /** Frees the stream and everything it still holds. Safe to call twice. */
  @Override
  void close();
}
