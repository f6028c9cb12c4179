package io.github.kvssecure.local;

import io.github.kvssecure.local.http.Exchange;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Remembers calls without their secrets. Thread-safe. */
final class CallLog {
  private static final Pattern KEY_ID = Pattern.compile("Credential=([A-Z0-9]{16,128})/");

  private final List<RecordedCall> calls = new CopyOnWriteArrayList<>();
  private final Clock clock;

  CallLog(Clock clock) {
    this.clock = clock;
  }

  void record(CallTarget target, Exchange exchange) {
    Matcher key = KEY_ID.matcher(exchange.request().headers().single("Authorization").orElse(""));
    calls.add(
        new RecordedCall(
            target.service(),
            target.operation(),
            exchange.status(),
            key.find() ? key.group(1) : "",
            exchange.requestId(),
            clock.instant()));
  }

  List<RecordedCall> all() {
    return List.copyOf(calls);
  }

  void clear() {
    calls.clear();
  }
}
