package io.github.kvssecure.jni.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FittingArraysTest {

  private final FittingArrays arrays = new FittingArrays();

  @ParameterizedTest
  @CsvSource({
    "-1, 512",
    "0, 512",
    "512, 512",
    "513, 1024",
    "1300, 2048",
    "65536, 65536",
    "65537, 65536",
    "9223372036854775807, 65536"
  })
  void fitting_isTheNextPowerOfTwo(long expected, int length) {
    assertThat(arrays.fitting(expected)).hasSize(length);
  }

  @Test
  void fitting_givesTheSameArrayAgain() {
    assertThat(arrays.fitting(1000)).isSameAs(arrays.fitting(600));
  }
}
