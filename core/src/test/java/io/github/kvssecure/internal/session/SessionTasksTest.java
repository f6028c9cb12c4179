package io.github.kvssecure.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.SteppedExecutor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionTasksTest {

  private final SteppedExecutor executor = new SteppedExecutor();
  private final List<RuntimeException> told = new ArrayList<>();
  private final SessionTasks tasks = new SessionTasks(SessionThreads.allOn(executor), told::add);

  @Test
  void exceptionOfATask_isTold() {
    RuntimeException failure = new IllegalStateException("broken");
    tasks.soon(
        () -> {
          throw failure;
        });
    executor.runDue();

    assertThat(told).containsExactly(failure);
  }

  /** The executor would keep it, and the stream would wait for ever. */
  @Test
  void errorOfATask_isToldWithItsCause() {
    Error failure = new AssertionError("broken");
    tasks.soon(
        () -> {
          throw failure;
        });
    executor.runDue();

    assertThat(told).hasSize(1);
    assertThat(told.get(0)).hasCause(failure);
  }
}
