package io.github.kvssecure.internal.session;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the calls that were made with somebody's credentials. Thread-safe. */
public final class CallTally {

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  /**
   * Counts a call.
   *
   * @param action as IAM names it, for example {@code kinesisvideo:PutMedia}
   */
  public void count(String action) {
    counts.computeIfAbsent(action, unused -> new LongAdder()).increment();
  }

  /**
   * What was counted.
   *
   * @return a copy, by action
   */
  public Map<String, Long> counts() {
    Map<String, Long> copy = new HashMap<>();
    counts.forEach((action, count) -> copy.put(action, count.sum()));
    return copy;
  }
}
