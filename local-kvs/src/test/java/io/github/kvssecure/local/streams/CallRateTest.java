package io.github.kvssecure.local.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.local.http.ServiceException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rates of a stream and of an account. */
final class CallRateTest {
  private final AtomicLong nanos = new AtomicLong(-1);
  private final CallRate rate = CallRate.ofStream(nanos::get);

  @Test
  void fiveCallsFitIntoASecondAndTheNextComesWhenTheFirstIsOver() throws Exception {
    for (int i = 0; i < CallRate.PER_STREAM; i++) {
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

  @ParameterizedTest
  @CsvSource({
    "DescribeStream, 300",
    "GetDataEndpoint, 300",
    "CreateStream, 50",
    "ListStreams, 50",
    "UpdateStream, 50"
  })
  void accountHasRatesOfItsOwn(String operation, int limit) throws Exception {
    CallRate account = CallRate.ofAccount(nanos::get);
    for (int i = 0; i < limit; i++) {
      account.require(operation);
    }
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> account.require(operation))
        .withMessageContaining("more than " + limit + " times")
        .satisfies(e -> assertThat(e.type()).isEqualTo("ClientLimitExceededException"));
    nanos.set(999_999_999);
    assertThatCode(() -> account.require(operation)).doesNotThrowAnyException();
  }
}
