package io.github.kvssecure.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountingTest {

  @ParameterizedTest
  @CsvSource({"0, 0, 0, 0", "5, 0, 0, 5", "5, 3, 0, 2", "5, 0, 3, 2", "5, 3, 2, 0"})
  void pending_isTheRest(long accepted, long persisted, long dropped, long pending) {
    assertThat(new Accounting(accepted, persisted, dropped).pending()).isEqualTo(pending);
  }

  @ParameterizedTest
  @CsvSource({"-1, 0, 0", "1, 2, 0", "1, 0, 2", "3, 2, 2", "0, -1, 0", "0, 0, -1", "2, 3, -1"})
  void sum_thatDoesNotHold(long accepted, long persisted, long dropped) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Accounting(accepted, persisted, dropped));
  }

  @Test
  void text_hasEveryCount() {
    assertThat(new Accounting(6, 3, 1)).hasToString("accepted=6 persisted=3 dropped=1 pending=2");
  }

  private static StreamAccounting accounting(Accounting frames) {
    return new StreamAccounting(
        frames,
        new Accounting(1, 0, 0),
        Map.of(1, frames),
        frames.dropped() == 0 ? Map.of() : Map.of(DropReason.OUT_OF_ROOM, frames.dropped()));
  }

  @Test
  void streamAccounting_mustAddUp() {
    Accounting frames = new Accounting(3, 1, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new StreamAccounting(
                    frames,
                    new Accounting(1, 0, 0),
                    Map.of(1, new Accounting(2, 1, 1)),
                    Map.of(DropReason.OUT_OF_ROOM, 1L)))
        .withMessageContaining("add up");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new StreamAccounting(frames, new Accounting(1, 0, 0), Map.of(1, frames), Map.of()))
        .withMessageContaining("add up");
  }

  @ParameterizedTest
  @CsvSource({"5, 5, 0, true", "0, 0, 0, true", "5, 4, 0, false", "5, 4, 1, false"})
  void closeReport_isCompleteWhenEverythingIsPersisted(
      long accepted, long persisted, long dropped, boolean complete) {
    Accounting frames = new Accounting(accepted, persisted, dropped);

    assertThat(new CloseReport(accounting(frames), List.of(), Optional.empty()).isComplete())
        .isEqualTo(complete);
  }

  @Test
  void closeReport_keepsACopy() {
    List<Long> timecodes = new ArrayList<>(List.of(1L));
    CloseReport report =
        new CloseReport(accounting(new Accounting(1, 0, 0)), timecodes, Optional.empty());
    timecodes.clear();

    assertThat(report.notPersisted()).containsExactly(1L);
  }
}
