package io.github.kvssecure.local;

import io.github.kvssecure.local.http.Exchange;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Remembers calls without their secrets. Thread-safe. */
final class CallLog {
  private static final Pattern KEY_ID = Pattern.compile("Credential=([A-Z0-9]{16,128})/");

  /** Calls that are remembered: days of a camera, and some 30 MB. */
  static final int LIMIT = 100_000;

  private final List<RecordedCall> calls = new ArrayList<>();
  private final Clock clock;
  private long forgotten;

  CallLog(Clock clock) {
    this.clock = clock;
  }

  void record(CallTarget target, Exchange exchange) {
    Matcher key = KEY_ID.matcher(exchange.request().headers().single("Authorization").orElse(""));
    add(
        new RecordedCall(
            target.service(),
            target.operation(),
            exchange.status(),
            key.find() ? key.group(1) : "",
            exchange.requestId(),
            clock.instant()));
  }

  synchronized void add(RecordedCall call) {
    if (calls.size() < LIMIT) {
      calls.add(call);
    } else {
      forgotten++;
    }
  }

  /** A list with gaps would prove that calls were not made that were. */
  synchronized List<RecordedCall> all() {
    if (forgotten > 0) {
      throw new IllegalStateException(
          "kvs-local remembers "
              + LIMIT
              + " calls and there were "
              + forgotten
              + " more; call clearCalls() before what is looked at");
    }
    return List.copyOf(calls);
  }

  synchronized void clear() {
    calls.clear();
    forgotten = 0;
  }
}
