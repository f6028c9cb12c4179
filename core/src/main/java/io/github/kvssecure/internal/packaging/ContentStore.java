package io.github.kvssecure.internal.packaging;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The fragments of one stream that are not acknowledged, oldest first; the last one may still be
 * filled. Guarded by the stream's lock.
 */
final class ContentStore {

  private static final int SPARE = 16;

  private final ChunkPool pool;
  private final Deque<StoredFragment> spare = new ArrayDeque<>();
  private @Nullable StoredFragment oldest;
  private @Nullable StoredFragment newest;
  private long sequence;

  ContentStore(ChunkPool pool) {
    this.pool = pool;
  }

  ChunkPool pool() {
    return pool;
  }

  boolean isEmpty() {
    return oldest == null;
  }

  @Nullable StoredFragment oldest() {
    return oldest;
  }

  /** The fragment that takes frames, if one does. */
  @Nullable StoredFragment open() {
    StoredFragment last = newest;
    return last == null || last.isComplete() ? null : last;
  }

  /**
   * A new fragment with room for so many bytes; the one before it is complete.
   *
   * @return null if there is no room; then nothing was changed
   */
  @Nullable StoredFragment begin(long timecodeMillis, long bytes) {
    StoredFragment fragment = spare.isEmpty() ? new StoredFragment() : spare.pop();
    fragment.begin(sequence, timecodeMillis);
    if (!fragment.reserve(pool, bytes)) {
      spare.push(fragment);
      return null;
    }
    sequence++;
    StoredFragment last = newest;
    if (last == null) {
      oldest = fragment;
    } else {
      last.complete();
      last.next = fragment;
      fragment.previous = last;
    }
    newest = fragment;
    return fragment;
  }

  /** The fragment of that timecode, if it is held. */
  @Nullable StoredFragment find(long timecodeMillis) {
    StoredFragment fragment = oldest;
    while (fragment != null && fragment.timecodeMillis() != timecodeMillis) {
      fragment = fragment.next;
    }
    return fragment;
  }

  /** The oldest fragment of that number or a later one. */
  @Nullable StoredFragment firstFrom(long number) {
    StoredFragment fragment = oldest;
    while (fragment != null && fragment.sequence() < number) {
      fragment = fragment.next;
    }
    return fragment;
  }

  /** Whether nothing older than that number is held. */
  boolean isEmptyBefore(long number) {
    return oldest == null || oldest.sequence() >= number;
  }

  /** The number that the next fragment will get. */
  long nextSequence() {
    return sequence;
  }

  /** Forgets a fragment and gives its memory back. */
  void remove(StoredFragment fragment) {
    StoredFragment before = fragment.previous;
    StoredFragment after = fragment.next;
    if (before == null) {
      oldest = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      newest = before;
    } else {
      after.previous = before;
    }
    fragment.free(pool);
    if (spare.size() < SPARE) {
      spare.push(fragment);
    }
  }

  /** Forgets everything. */
  void clear() {
    StoredFragment fragment = oldest;
    while (fragment != null) {
      remove(fragment);
      fragment = oldest;
    }
    spare.clear();
  }
}
