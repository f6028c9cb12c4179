package io.github.kvssecure.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryBudgetTest {

  private static final int UNIT = 1000;

  private final MemoryBudget budget = new MemoryBudget(300 * UNIT);

  private long takeAll() {
    long held = 0;
    while (budget.take(held, UNIT)) {
      held += UNIT;
    }
    return held;
  }

  @Test
  void loneStream_getsHalf() {
    assertThat(takeAll()).isEqualTo(150 * UNIT);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 7})
  void howeverManyStreamsStall_anotherOneStillGetsRoom(int stalled) {
    for (int i = 0; i < stalled; i++) {
      takeAll();
    }

    assertThat(takeAll()).isPositive();
    assertThat(budget.used()).isLessThanOrEqualTo(300 * UNIT);
  }

  @Test
  void streamsThatStallTogether_getTheSame() {
    long[] held = new long[9];
    boolean taken = true;
    while (taken) {
      taken = false;
      for (int i = 0; i < held.length; i++) {
        if (budget.take(held[i], UNIT)) {
          held[i] += UNIT;
          taken = true;
        }
      }
    }

    assertThat(held).containsOnly(30 * UNIT);
    assertThat(budget.used()).isEqualTo(270 * UNIT);
  }

  @Test
  void frameLargerThanWhatIsFree_isNotTaken() {
    assertThat(budget.take(0, 300 * UNIT + 1)).isFalse();
    assertThat(budget.used()).isZero();
  }

  @Test
  void whatIsFreed_wakesThoseWhoWait() {
    AtomicInteger woken = new AtomicInteger();
    Runnable wake = woken::incrementAndGet;
    budget.whenFreed(wake);
    assertThat(budget.take(0, UNIT)).isTrue();

    budget.free(UNIT);
    budget.forget(wake);
    assertThat(budget.take(0, UNIT)).isTrue();
    budget.free(UNIT);

    assertThat(woken).hasValue(1);
    assertThat(budget.used()).isZero();
  }
}
