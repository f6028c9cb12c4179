package io.github.kvssecure.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnTest {

  @Test
  void requestWhileWorking_isWorkedOffAfterwardsByTheHolder() {
    AtomicInteger depth = new AtomicInteger();
    List<Integer> depths = new ArrayList<>();
    CompletableFuture<Turn> turn = new CompletableFuture<>();
    turn.complete(
        new Turn(
            () -> {
              depths.add(depth.incrementAndGet());
              if (depths.size() < 3) {
                turn.join().request();
              }
              depth.decrementAndGet();
            }));
    turn.join().request();
    assertThat(depths).containsExactly(1, 1, 1);
  }

  @Test
  void requestWhileAnotherThreadWorks_returnsAtOnce() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger rounds = new AtomicInteger();
    Turn turn =
        new Turn(
            () -> {
              rounds.incrementAndGet();
              working.countDown();
              try {
                release.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    Thread holder = new Thread(turn::request);
    holder.start();
    assertThat(working.await(20, TimeUnit.SECONDS)).isTrue();
    turn.request();
    turn.request();
    assertThat(rounds).hasValue(1);
    release.countDown();
    holder.join(20_000);
    assertThat(rounds).hasValue(2);
  }

  @Test
  void requestsFromManyThreads_areNeitherLostNorWorkedOffTogether() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    AtomicInteger offered = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    Turn turn =
        new Turn(
            () -> {
              if (inside.getAndIncrement() != 0) {
                overlaps.incrementAndGet();
              }
              taken.set(offered.get());
              inside.decrementAndGet();
            });
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 100_000; i++) {
                  offered.incrementAndGet();
                  turn.request();
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(taken).hasValue(400_000);
    assertThat(overlaps).hasValue(0);
  }
}
