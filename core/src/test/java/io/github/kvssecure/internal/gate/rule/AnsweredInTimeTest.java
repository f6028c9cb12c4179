package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.internal.gate.rule.Facts.Answer;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.spi.UploadResponse;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnsweredInTimeTest {

  private final GateTrial trial = GateTrial.of(Control.WIRE_05);

  private static Answer answer(int status, Optional<String> errorType) {
    return new Answer(
        Camera.STREAM,
        Optional.of(
            new UploadResponse(
                status, errorType, Optional.of("8f6a-request-1"), Duration.ofMillis(42))));
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDeniedException",
    "404, ResourceNotFoundException",
    "400, InvalidEndpointException",
    "500,",
    "503,",
    "301,",
    "204,",
    "201,",
    "100,"
  })
  @ProvesViolated("WIRE-05")
  void answerOtherThan200_isRefused(int status, String errorType) {
    Violation violation =
        trial.refused(Rules.ANSWER, answer(status, Optional.ofNullable(errorType)));

    assertThat(violation.subject()).isEqualTo("upload of stream front-door");
    assertThat(violation.found())
        .startsWith("HTTP " + status)
        .contains(errorType == null ? "" : errorType)
        .contains("8f6a-request-1");
    assertThat(violation.required()).isEqualTo("HTTP 200");
    assertThat(violation.remedy()).contains("kinesisvideo:PutMedia");
  }

  @Test
  @ProvesViolated("WIRE-05")
  void noAnswerInTime_isRefused() {
    assertThat(trial.refused(Rules.ANSWER, new Answer(Camera.STREAM, Optional.empty())).found())
        .isEqualTo("no answer in time");
  }

  @Test
  @ProvesSatisfied("WIRE-05")
  void answer200_isLetThrough() {
    assertThat(trial.satisfiedAlone(Rules.ANSWER, answer(200, Optional.empty())))
        .isEqualTo("200 after 42 ms");
  }
}
