package io.github.kvssecure.fake;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.stream.StreamState;
import java.util.ArrayList;
import java.util.List;

/** Remembers every event. Thread-safe. */
public final class RecordedEvents implements IngestListener {

  private static final long PATIENCE_MILLIS = 20_000;

  private final List<IngestEvent> events = new ArrayList<>();

  @Override
  public synchronized void on(IngestEvent event) {
    events.add(event);
    notifyAll();
  }

  public synchronized List<IngestEvent> all() {
    return List.copyOf(events);
  }

  public synchronized <E extends IngestEvent> List<E> of(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The states a stream went through. */
  public List<StreamState> states() {
    return of(IngestEvent.StateChanged.class).stream()
        .map(IngestEvent.StateChanged::state)
        .toList();
  }

  /** Waits until a stream has gone through a state. */
  public synchronized void awaitState(StreamState state) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    while (!states().contains(state)) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("never " + state + ", but " + states());
      }
      wait(left);
    }
  }
}
