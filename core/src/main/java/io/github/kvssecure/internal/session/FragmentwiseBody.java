package io.github.kvssecure.internal.session;

import io.github.kvssecure.spi.UploadBody;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * The body of an upload that can be ended between two fragments, whatever the packager has ready
 * beyond. What it has taken from the packager and not passed on is replayed under the next upload.
 * Read by one thread at a time; everything else is thread-safe.
 */
final class FragmentwiseBody implements UploadBody {

  /** Enough to complete a header that was split between two reads. */
  private static final int SMALL_READ = 4096;

  private final UploadBody media;
  private final LongSupplier nanoTime;
  private final MatroskaWalk walk = new MatroskaWalk();
  private byte[] held = new byte[0];
  private boolean over;
  private long taken;
  private volatile boolean cutRequested;
  private volatile boolean cut;
  private volatile long lastBytes;
  private volatile long passedOn;

  FragmentwiseBody(UploadBody media, LongSupplier nanoTime) {
    this.media = media;
    this.nanoTime = nanoTime;
    this.lastBytes = nanoTime.getAsLong();
  }

  /** Asks it to end before the next fragment. */
  void cut() {
    cutRequested = true;
  }

  /** Whether it ended because it was asked to. */
  boolean isCut() {
    return cut;
  }

  /** Whether it was asked to end. */
  boolean isCutRequested() {
    return cutRequested;
  }

  /** When bytes were last passed on, by the clock of the constructor. */
  long lastBytes() {
    return lastBytes;
  }

  /** How many bytes were passed on. */
  long passedOn() {
    return passedOn;
  }

  @Override
  public int read(byte[] buffer) {
    while (!over) {
      int length = fill(buffer);
      if (length <= 0) {
        over = length < 0;
        return length;
      }
      int whole = walk.walk(buffer, length, cutRequested);
      if (walk.isAtEdge()) {
        cut = true;
        over = true;
      } else {
        // Part of a Cluster's header must not leave: it could be where the body is cut.
        held = whole == length ? held : Arrays.copyOfRange(buffer, whole, length);
      }
      if (whole > 0) {
        lastBytes = nanoTime.getAsLong();
        taken += whole;
        passedOn = taken;
        return whole;
      }
    }
    return -1;
  }

  /** What was held back and what comes now. At the end of the media nothing useful is held. */
  private int fill(byte[] buffer) {
    int before = held.length;
    if (before == 0) {
      return media.read(buffer);
    }
    byte[] more = new byte[Math.min(SMALL_READ, buffer.length - before)];
    int count = media.read(more);
    if (count <= 0) {
      return count;
    }
    System.arraycopy(held, 0, buffer, 0, before);
    System.arraycopy(more, 0, buffer, before, count);
    held = new byte[0];
    return before + count;
  }
}
