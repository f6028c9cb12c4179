package io.github.kvssecure.jni.internal.bind;

import java.io.ByteArrayOutputStream;
import java.util.Set;

/**
 * The bytes of one upload on their way from native code, of which the fragments that are left out
 * stay behind. Whether a cluster leaves is known only with its timecode, so the beginning of one
 * that comes in two pieces is held until then. What lies between a cluster and the next one goes
 * where the cluster went: it describes it. Guarded by the client's lock.
 */
final class LeavingBytes implements FragmentScanner.Listener {

  private static final byte[] NOTHING = {};

  private final Set<Long> leftOut;
  private final FragmentScanner scanner = new FragmentScanner(this);

  /** The beginning of an element that may be left out, from earlier pieces. */
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();

  private final ByteArrayOutputStream ready = new ByteArrayOutputStream();

  private byte[] piece = NOTHING;

  /** Where in the piece the bytes begin of which nothing was done yet. */
  private int from;

  /** Where in the piece the element begins that is not known yet. */
  private int edge;

  private boolean deciding;
  private boolean leavingOut;

  /**
   * @param leftOut the timecodes of the fragments that are left out; may change meanwhile
   */
  LeavingBytes(Set<Long> leftOut) {
    this.leftOut = leftOut;
  }

  /**
   * Follows one more piece.
   *
   * @param bytes the piece, from the start
   * @param length its length
   * @return whether all of it leaves, and nothing else; if not, what leaves is to be {@link #taken}
   */
  boolean follow(byte[] bytes, int length) {
    piece = bytes;
    from = 0;
    edge = 0;
    scanner.scan(bytes, length);
    boolean allLeaves = from == 0 && !deciding && !leavingOut && ready.size() == 0;
    if (!allLeaves) {
      endPiece(length);
    }
    piece = NOTHING;
    return allLeaves;
  }

  private void endPiece(int length) {
    if (deciding) {
      if (held.size() == 0) {
        pass(edge);
        from = edge;
      }
      held.write(piece, from, length - from);
    } else {
      pass(length);
    }
  }

  /** Moves what may leave to its destination. */
  int taken(byte[] buffer) {
    if (ready.size() == 0) {
      return 0;
    }
    byte[] all = ready.toByteArray();
    int count = Math.min(all.length, buffer.length);
    System.arraycopy(all, 0, buffer, 0, count);
    ready.reset();
    ready.write(all, count, all.length - count);
    return count;
  }

  @Override
  public void topLevel(int at) {
    edge = at;
    deciding = true;
  }

  @Override
  public void noCluster() {
    decide(leavingOut);
  }

  @Override
  public void begun(long timecodeMillis) {
    decide(leftOut.contains(timecodeMillis));
  }

  private void decide(boolean leaveOut) {
    if (!deciding) {
      return;
    }
    deciding = false;
    if (held.size() > 0) {
      leavingOut = leaveOut;
      if (!leaveOut) {
        ready.writeBytes(held.toByteArray());
      }
      held.reset();
    } else if (leaveOut != leavingOut) {
      pass(edge);
      from = edge;
      leavingOut = leaveOut;
    }
  }

  private void pass(int to) {
    if (!leavingOut) {
      ready.write(piece, from, to - from);
    }
  }
}
