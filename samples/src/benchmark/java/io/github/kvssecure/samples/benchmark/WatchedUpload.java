package io.github.kvssecure.samples.benchmark;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One upload as the sink sees it: when its first bytes came, and which frames of a watched camera
 * are in it. Used by the thread of its connection; others may cut it, and read what is final.
 */
final class WatchedUpload {

  private final SinkSocket socket;
  private final WatchedCameras cameras;
  private final List<Long> fragment = new ArrayList<>();
  private @Nullable WatchedCamera camera;
  private long requestAt;
  private long mediaAt;

  WatchedUpload(SinkSocket socket, WatchedCameras cameras) {
    this.socket = socket;
    this.cameras = cameras;
  }

  /** Bytes of the request came, decrypted. */
  void request() {
    if (requestAt == 0) {
      requestAt = System.nanoTime();
    }
  }

  /** Bytes of its body came. */
  void media() {
    if (mediaAt == 0) {
      mediaAt = System.nanoTime();
    }
  }

  /** The last byte of a frame came. */
  void frame(ByteBuffer head, int position) {
    WatchedCamera known = camera;
    if (known == null) {
      known = cameras.of(FrameStamp.runOf(head, position));
      if (known == null) {
        return;
      }
      camera = known;
      known.resumed(this);
    }
    if (FrameStamp.isOf(known.run(), head, position)) {
      long putAt = FrameStamp.putAt(head, position);
      fragment.add(putAt);
      known.arrived(putAt);
    }
  }

  /** A fragment is whole, and acknowledged as stored. */
  void fragmentStored() {
    WatchedCamera known = camera;
    if (known != null) {
      known.stored(this, fragment);
      fragment.clear();
    }
  }

  /** Its connection. */
  SinkSocket socket() {
    return socket;
  }

  /** When the first byte of the request was there; final once a frame came. */
  long requestAt() {
    return requestAt;
  }

  /** When the first byte of the body was there; final once a frame came. */
  long mediaAt() {
    return mediaAt;
  }
}
