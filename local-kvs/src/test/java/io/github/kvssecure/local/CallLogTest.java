package io.github.kvssecure.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class CallLogTest {
  private static final RecordedCall CALL =
      new RecordedCall("kinesisvideo", "DescribeStream", 200, "", "id", Instant.EPOCH);
  private final CallLog log = new CallLog(Clock.systemUTC());

  @Test
  void logThatForgotACallIsNotShown() {
    for (int i = 0; i < CallLog.LIMIT; i++) {
      log.add(CALL);
    }
    assertThat(log.all()).hasSize(CallLog.LIMIT);
    log.add(CALL);
    assertThatIllegalStateException()
        .isThrownBy(log::all)
        .withMessageContaining("there were 1 more; call clearCalls()");
    log.clear();
    log.add(CALL);
    assertThat(log.all()).containsExactly(CALL);
  }
}
