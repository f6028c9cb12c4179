package io.github.kvssecure.fake;

import io.github.kvssecure.internal.renewal.RenewalListener;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What was told of renewals. Thread-safe. */
public final class RecordedRenewals implements RenewalListener {

  /** One thing that was told; without a cause it went well. */
  public record Told(String source, Optional<String> cause, Optional<Instant> aliveUntil) {}

  private final List<Told> told = new CopyOnWriteArrayList<>();

  /** Everything, in order. */
  public List<Told> all() {
    return List.copyOf(told);
  }

  /** The latest. */
  public Told last() {
    return told.get(told.size() - 1);
  }

  @Override
  public void renewed(String source, Instant end) {
    told.add(new Told(source, Optional.empty(), Optional.of(end)));
  }

  @Override
  public void failed(String source, String cause, Optional<Instant> aliveUntil) {
    told.add(new Told(source, Optional.of(cause), aliveUntil));
  }
}
