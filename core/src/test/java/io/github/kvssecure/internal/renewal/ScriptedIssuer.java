package io.github.kvssecure.internal.renewal;

import io.github.kvssecure.identity.SessionCredentials;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Gives sessions and refusals as it was told: ASIA1, ASIA2, and so on. */
final class ScriptedIssuer implements SessionIssuer {

  private final Queue<Supplier<SessionCredentials>> answers = new ConcurrentLinkedQueue<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final Clock clock;
  private int sessions;
  private volatile boolean closed;

  ScriptedIssuer(Clock clock) {
    this.clock = clock;
  }

  ScriptedIssuer gives(Duration life) {
    answers.add(() -> next(Optional.of(clock.instant().plus(life))));
    return this;
  }

  ScriptedIssuer gives(Optional<Instant> end) {
    answers.add(() -> next(end));
    return this;
  }

  /** Says that it was asked, and answers when it is let. */
  ScriptedIssuer gives(Duration life, CountDownLatch reached, CountDownLatch let) {
    answers.add(
        () -> {
          reached.countDown();
          try {
            if (!let.await(30, TimeUnit.SECONDS)) {
              throw new AssertionError("nobody let the issuer answer");
            }
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return next(Optional.of(clock.instant().plus(life)));
        });
    return this;
  }

  /** Gives the same session again. */
  ScriptedIssuer repeats() {
    answers.add(
        () -> {
          sessions--;
          return next(Optional.of(clock.instant().plus(Duration.ofHours(1))));
        });
    return this;
  }

  ScriptedIssuer fails(RuntimeException failure) {
    answers.add(
        () -> {
          throw failure;
        });
    return this;
  }

  int asked() {
    return asked.get();
  }

  boolean isClosed() {
    return closed;
  }

  private SessionCredentials next(Optional<Instant> end) {
    return SessionCredentials.of("ASIA" + ++sessions, "secret", Optional.of("token"), end);
  }

  @Override
  public SessionCredentials issue() {
    asked.incrementAndGet();
    return Objects.requireNonNull(answers.poll(), "asked more often than the test expects").get();
  }

  @Override
  public void close() {
    closed = true;
  }
}
