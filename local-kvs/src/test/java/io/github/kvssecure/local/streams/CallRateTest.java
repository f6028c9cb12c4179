package io.github.kvssecure.local.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.local.http.ServiceException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class CallRateTest {
  private final AtomicLong nanos = new AtomicLong(-1);
  private final CallRate rate = new CallRate(nanos::get);

  @Test
  void fiveCallsFitIntoASecondAndTheNextComesWhenTheFirstIsOver() throws Exception {
    for (int i = 0; i < CallRate.CALLS_PER_SECOND; i++) {
      rate.require("PutMedia");
      nanos.addAndGet(1_000_000);
    }
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> rate.require("PutMedia"))
        .satisfies(e -> assertThat(e.type()).isEqualTo("ClientLimitExceededException"))
        .satisfies(e -> assertThat(e.status()).isEqualTo(400));
    assertThatCode(() -> rate.require("DescribeStream")).doesNotThrowAnyException();
    nanos.set(999_999_999);
    assertThatCode(() -> rate.require("PutMedia")).doesNotThrowAnyException();
    assertThatExceptionOfType(ServiceException.class).isThrownBy(() -> rate.require("PutMedia"));
  }
}
