package io.github.kvssecure.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnTest {

  private final BlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();

  /** Works off what was passed on to the loop; gives how many rounds that were. */
  private int workOff() {
    int rounds = 0;
    for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
      task.run();
      rounds++;
    }
    return rounds;
  }

  @Test
  void requestWhileWorking_isPassedOnToTheLoop() {
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
            },
            loop::add));
    turn.join().request();
    assertThat(depths).containsExactly(1);
    assertThat(workOff()).isEqualTo(2);
    assertThat(depths).containsExactly(1, 1, 1);
  }

  @Test
  void requesterWorksOneRound_howeverManyRequestsThereAre() {
    CompletableFuture<Turn> turn = new CompletableFuture<>();
    AtomicInteger rounds = new AtomicInteger();
    turn.complete(
        new Turn(
            () -> {
              rounds.incrementAndGet();
              turn.join().request();
            },
            loop::add));
    turn.join().request();
    assertThat(rounds).hasValue(1);
    turn.join().request();
    assertThat(rounds).hasValue(1);
    assertThat(loop).hasSize(1);
  }

  @Test
  void workThatThrows_givesTheTurnBack() {
    AtomicInteger rounds = new AtomicInteger();
    Turn turn =
        new Turn(
            () -> {
              if (rounds.getAndIncrement() == 0) {
                throw new IllegalStateException("first round");
              }
            },
            loop::add);
    assertThatIllegalStateException().isThrownBy(turn::request);
    turn.request();
    assertThat(rounds).hasValue(2);
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
            },
            loop::add);
    Thread holder = new Thread(turn::request);
    holder.start();
    assertThat(working.await(20, TimeUnit.SECONDS)).isTrue();
    turn.request();
    turn.request();
    assertThat(rounds).hasValue(1);
    release.countDown();
    holder.join(20_000);
    assertThat(rounds).hasValue(1);
    assertThat(workOff()).isEqualTo(1);
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
            },
            loop::add);
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
    int unused = workOff();
    assertThat(taken).hasValue(400_000);
    assertThat(overlaps).hasValue(0);
  }
}
