package io.github.kvssecure.internal.session;

import io.github.kvssecure.stream.StreamState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream stands, and where it may go from there. Thread-safe. A move that is not in the
 * table is not made: acknowledgements and ends of connections may come late, and must not bring a
 * closed stream back.
 */
final class Lifecycle {

  private static final Map<StreamState, Set<StreamState>> NEXT = new EnumMap<>(StreamState.class);

  static {
    NEXT.put(
        StreamState.OPENING,
        EnumSet.of(
            StreamState.STREAMING,
            StreamState.RECONNECTING,
            StreamState.DRAINING,
            StreamState.FAILED));
    NEXT.put(
        StreamState.STREAMING,
        EnumSet.of(StreamState.RECONNECTING, StreamState.DRAINING, StreamState.FAILED));
    NEXT.put(
        StreamState.RECONNECTING,
        EnumSet.of(StreamState.STREAMING, StreamState.DRAINING, StreamState.FAILED));
    NEXT.put(StreamState.DRAINING, EnumSet.of(StreamState.FAILED, StreamState.CLOSED));
    NEXT.put(StreamState.FAILED, EnumSet.of(StreamState.CLOSED));
    NEXT.put(StreamState.CLOSED, EnumSet.noneOf(StreamState.class));
  }

  private record Move(StreamState to, String reason) {}

  private final BiConsumer<StreamState, String> onMove;

  // Guarded by this.
  private final Deque<Move> untold = new ArrayDeque<>();
  private @Nullable Thread teller;

  private volatile StreamState state = StreamState.OPENING;
  private volatile @Nullable RuntimeException failure;

  /**
   * A life that begins.
   *
   * @param onMove told of each move in their order, with the reason; without a lock, and perhaps by
   *     the thread that made an earlier one
   */
  Lifecycle(BiConsumer<StreamState, String> onMove) {
    this.onMove = onMove;
  }

  static Set<StreamState> next(StreamState from) {
    return Set.copyOf(NEXT.getOrDefault(from, Set.of()));
  }

  StreamState state() {
    return state;
  }

  /** Why it failed; null if it did not. */
  @Nullable RuntimeException failure() {
    return failure;
  }

  /** Whether frames are taken. */
  boolean takesFrames() {
    return switch (state) {
      case OPENING, STREAMING, RECONNECTING -> true;
      case DRAINING, FAILED, CLOSED -> false;
    };
  }

  /** Whether media may still be sent. */
  boolean sends() {
    return state != StreamState.FAILED && state != StreamState.CLOSED;
  }

  /**
   * Moves on.
   *
   * @param to where to
   * @param reason why, without secrets
   * @return whether the move was made
   */
  boolean move(StreamState to, String reason) {
    synchronized (this) {
      if (!next(state).contains(to)) {
        return false;
      }
      state = to;
      untold.add(new Move(to, reason));
    }
    tell();
    return true;
  }

  /**
   * Fails, once.
   *
   * @param cause why
   * @return whether it failed now; false if it had failed or was closed
   */
  boolean fail(RuntimeException cause) {
    synchronized (this) {
      if (!next(state).contains(StreamState.FAILED)) {
        return false;
      }
      failure = cause;
      state = StreamState.FAILED;
      untold.add(new Move(StreamState.FAILED, String.valueOf(cause.getMessage())));
    }
    tell();
    return true;
  }

  /** One thread tells at a time, or two moves could be told the wrong way round. */
  private void tell() {
    Thread self = Thread.currentThread();
    Thread before;
    synchronized (this) {
      before = teller;
      if (before != null && before != self) {
        return;
      }
      teller = self;
    }
    try {
      for (Move next = nextUntold(before); next != null; next = nextUntold(before)) {
        onMove.accept(next.to(), next.reason());
      }
    } catch (RuntimeException e) {
      synchronized (this) {
        teller = before;
      }
      throw e;
    }
  }

  /** What is to be told next; if nothing is, another thread may tell what follows. */
  private synchronized @Nullable Move nextUntold(@Nullable Thread tellerThen) {
    Move next = untold.poll();
    if (next == null) {
      teller = tellerThen;
    }
    return next;
  }
}
