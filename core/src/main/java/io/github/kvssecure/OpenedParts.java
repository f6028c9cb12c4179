package io.github.kvssecure;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What was opened for something that is not finished yet. Unless it is kept, closing this closes
 * all of it, last first, whatever any of it throws. Not thread-safe.
 */
final class OpenedParts implements AutoCloseable {

  private final Deque<Runnable> closing = new ArrayDeque<>();

  /**
   * Adds a part.
   *
   * @param part just opened
   * @param close how it is closed
   * @return the part
   */
  <T> T add(T part, Consumer<T> close) {
    closing.push(() -> close.accept(part));
    return part;
  }

  /** Leaves every part open: whoever has them now closes them. */
  void keep() {
    closing.clear();
  }

  /** Closes what was not kept; throws what the first part threw that could not be closed. */
  @Override
  public void close() {
    @Nullable Throwable first = null;
    while (!closing.isEmpty()) {
      try {
        closing.pop().run();
      } catch (RuntimeException | Error e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first instanceof Error error) {
      throw error;
    }
    if (first instanceof RuntimeException exception) {
      throw exception;
    }
  }
}
