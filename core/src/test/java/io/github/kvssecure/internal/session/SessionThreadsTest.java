package io.github.kvssecure.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionThreadsTest {

  private final SessionThreads threads = SessionThreads.start();
  private final CompletableFuture<Void> answer = new CompletableFuture<>();

  @AfterEach
  void end() {
    answer.complete(null);
    threads.end();
  }

  @Test
  void renewalsWithoutAnAnswer_keepNeitherCallsNorTimersBack() throws Exception {
    for (int i = 0; i < 10 * SessionThreads.UPKEEP; i++) {
      threads.upkeep().execute(answer::join);
    }

    assertThat(soon(threads.calls().submit(() -> "call"))).isEqualTo("call");
    assertThat(soon(threads.timers().schedule(() -> "timer", 1, TimeUnit.MILLISECONDS)))
        .isEqualTo("timer");
  }

  @Test
  void callsWithoutAnAnswer_keepNeitherRenewalsNorTimersBack() throws Exception {
    for (int i = 0; i < 10 * SessionThreads.CALLS; i++) {
      threads.calls().execute(answer::join);
    }

    assertThat(soon(threads.upkeep().submit(() -> "renewal"))).isEqualTo("renewal");
    assertThat(soon(threads.timers().schedule(() -> "timer", 1, TimeUnit.MILLISECONDS)))
        .isEqualTo("timer");
  }

  @Test
  void threadThatCannotBeHad_endsThoseThatWere() throws Exception {
    List<Thread> had = new ArrayList<>();
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(
            () ->
                SessionThreads.start(
                    task -> {
                      if (had.size() == SessionThreads.CALLS + 1) {
                        throw new OutOfMemoryError("unable to create native thread");
                      }
                      Thread thread = new Thread(task);
                      thread.setDaemon(true);
                      had.add(thread);
                      return thread;
                    }));

    assertThat(had).hasSize(SessionThreads.CALLS + 1);
    for (Thread thread : had) {
      thread.join(20_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  private static String soon(Future<String> task) throws Exception {
    return task.get(20, TimeUnit.SECONDS);
  }
}
