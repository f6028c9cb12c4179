package io.github.kvssecure.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFailureTest {

  @ParameterizedTest
  @EnumSource(KeyFailure.class)
  void failure_isFoundByItsNumberAndSaysWhatToDo(KeyFailure failure) {
    AcknowledgementError error = new AcknowledgementError(failure.id(), "WHATEVER");

    assertThat(KeyFailure.of(error)).hasValue(failure);
    assertThat(new KeyFailureException("front-door", failure))
        .hasMessageContaining("front-door")
        .hasMessageContaining(String.valueOf(failure.id()))
        .hasMessageContaining(failure.cause())
        .hasMessageContaining(failure.remedy());
    assertThat(failure.isTransient())
        .isEqualTo(error.kind() == AcknowledgementError.Kind.TRANSIENT);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4000, 4012, 4499, 4507, 5000})
  void errorAboutSomethingElse_isNoFailureOfTheKey(int id) {
    assertThat(KeyFailure.of(new AcknowledgementError(id, "WHATEVER"))).isEmpty();
  }

  @Test
  void failures_areTheSevenOfTheService() {
    assertThat(KeyFailure.values())
        .extracting(KeyFailure::id)
        .containsExactly(4500, 4501, 4502, 4503, 4504, 4505, 4506);
  }
}
