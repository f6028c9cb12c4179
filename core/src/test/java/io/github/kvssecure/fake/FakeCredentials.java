package io.github.kvssecure.fake;

import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Gives what a test says. Thread-safe. */
public final class FakeCredentials implements SessionCredentialsProvider {

  private final AtomicInteger resolved = new AtomicInteger();
  private final List<SessionCredentials> refused = new CopyOnWriteArrayList<>();
  private volatile Runnable anew = () -> {};
  private volatile Supplier<SessionCredentials> source = Camera::credentials;

  /** Gives these from now on. */
  public void give(SessionCredentials credentials) {
    source = () -> credentials;
  }

  /** Gives none from now on. */
  public void fail(RuntimeException with) {
    source =
        () -> {
          throw with;
        };
  }

  public int resolved() {
    return resolved.get();
  }

  @Override
  public SessionCredentials resolve() {
    resolved.incrementAndGet();
    return source.get();
  }

  /** What was refused. */
  public List<SessionCredentials> refused() {
    return refused;
  }

  @Override
  public void refused(SessionCredentials credentials) {
    refused.add(credentials);
    anew.run();
  }

  /** Does this whenever credentials were refused. */
  public void whenRefused(Runnable action) {
    anew = action;
  }

  @Override
  public void close() {}
}
