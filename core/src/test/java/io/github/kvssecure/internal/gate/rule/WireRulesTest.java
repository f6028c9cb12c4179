package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.internal.gate.rule.Facts.Answer;
import io.github.kvssecure.internal.gate.rule.WireFacts.ErrorReported;
import io.github.kvssecure.internal.gate.rule.WireFacts.MediaTime;
import io.github.kvssecure.internal.gate.rule.WireFacts.UploadOver;
import io.github.kvssecure.internal.gate.rule.WireFacts.UploadRate;
import io.github.kvssecure.media.AcknowledgementError;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.spi.UploadResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules about what goes over an upload, and how it ends. */
class WireRulesTest {

  private static GateTrial blocking(Control control) {
    return GateTrial.of(control).under(SecurityPolicy.strict().raise(control, Severity.BLOCK));
  }

  private static MediaTime frame(Duration offset) {
    return new MediaTime(Camera.STREAM, Camera.NOW.plus(offset), Camera.NOW);
  }

  private static Answer answer(int status) {
    return new Answer(
        Camera.STREAM,
        Optional.of(
            new UploadResponse(status, Optional.empty(), Optional.empty(), Duration.ofMillis(5))));
  }

  private static UploadOver broken(Failure failure) {
    return new UploadOver(
        Camera.STREAM,
        new UploadEnd.Broken(new UploadException(failure, true, "broken"), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT5M0.001S", "-PT5M1S", "PT24H"})
  @ProvesViolated("WIRE-03")
  void frameOfAnotherTime_isNamed(String offset) {
    assertThat(
            blocking(Control.WIRE_03)
                .refused(Rules.MEDIA_TIME, frame(Duration.parse(offset)))
                .remedy())
        .contains("camera's clock");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT5M", "-PT5M"})
  @ProvesSatisfied({"WIRE-03", "WIRE-04"})
  void frameOfNow_isLetThrough(String offset) {
    MediaTime facts = frame(Duration.parse(offset));

    assertThat(blocking(Control.WIRE_03).satisfiedAlone(Rules.MEDIA_TIME, facts)).isNotBlank();
    assertThat(blocking(Control.WIRE_04).satisfiedAlone(Rules.MEDIA_TIME, facts)).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01T00:00:00Z", "1999-12-31T23:59:59.999Z"})
  @ProvesViolated("WIRE-04")
  void timeSinceTheStart_isNoAbsoluteTimecode(String time) {
    MediaTime facts = new MediaTime(Camera.STREAM, Instant.parse(time), Camera.NOW);

    assertThat(blocking(Control.WIRE_04).refused(Rules.MEDIA_TIME, facts).remedy())
        .contains("time of day");
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 307, 308, 399})
  @ProvesViolated("NET-08")
  void redirect_isRefused(int status) {
    assertThat(GateTrial.of(Control.NET_08).refused(Rules.ANSWER, answer(status)).found())
        .contains(Integer.toString(status));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 403, 503})
  @ProvesSatisfied("NET-08")
  void otherAnswer_isNoRedirect(int status) {
    assertThat(GateTrial.of(Control.NET_08).satisfied(Rules.ANSWER, answer(status)))
        .contains("no redirect");
    assertThat(
            GateTrial.of(Control.NET_08)
                .notEvaluated(Rules.ANSWER, new Answer(Camera.STREAM, Optional.empty())))
        .contains("no answer");
  }

  @ParameterizedTest
  @EnumSource(
      value = Failure.class,
      names = {"CONNECTION_LOST", "TLS"})
  @ProvesViolated("WIRE-07")
  void responseThatIsCutShort_isNamed(Failure failure) {
    assertThat(GateTrial.of(Control.WIRE_07).refused(Rules.UPLOAD_OVER, broken(failure)).remedy())
        .contains("kept and sent again");
  }

  @Test
  @ProvesSatisfied("WIRE-07")
  void responseThatEndsInOrder_isLetThrough() {
    UploadOver over = new UploadOver(Camera.STREAM, new UploadEnd.Completed());

    assertThat(GateTrial.of(Control.WIRE_07).satisfiedAlone(Rules.UPLOAD_OVER, over))
        .contains("in order");
    assertThat(
            GateTrial.of(Control.WIRE_07)
                .notEvaluated(Rules.UPLOAD_OVER, broken(Failure.REFUSED_BY_SERVICE)))
        .contains("REFUSED_BY_SERVICE");
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 3999, 6000, 9999, Integer.MAX_VALUE})
  @ProvesViolated("WIRE-08")
  void errorOfNoClass_isRefused(int id) {
    ErrorReported facts = new ErrorReported(Camera.STREAM, new AcknowledgementError(id, "NEW"));

    assertThat(GateTrial.of(Control.WIRE_08).refused(Rules.ERROR, facts).found())
        .contains(Integer.toString(id));
  }

  @ParameterizedTest
  @CsvSource({
    "4507, SECURITY",
    "4599, SECURITY",
    "4099, PERMANENT",
    "4499, PERMANENT",
    "4600, PERMANENT",
    "4999, PERMANENT",
    "5000, TRANSIENT",
    "5999, TRANSIENT"
  })
  @ProvesSatisfied("WIRE-08")
  void unknownError_isJudgedByItsClass(int id, AcknowledgementError.Kind kind) {
    ErrorReported facts = new ErrorReported(Camera.STREAM, new AcknowledgementError(id, "NEW"));

    assertThat(GateTrial.of(Control.WIRE_08).satisfiedAlone(Rules.ERROR, facts))
        .contains(kind.name());
    assertThat(facts.error().kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({"100000001, 1", "1000000, 5.1"})
  @ProvesViolated("WIRE-09")
  void streamBeyondTheQuota_isNamed(double bits, double fragments) {
    assertThat(
            blocking(Control.WIRE_09)
                .refused(Rules.RATE, new UploadRate(Camera.STREAM, bits, fragments))
                .remedy())
        .contains("throttle");
  }

  @ParameterizedTest
  @CsvSource({"100000000, 5", "0, 0"})
  @ProvesSatisfied("WIRE-09")
  void streamWithinTheQuota_isLetThrough(double bits, double fragments) {
    assertThat(
            blocking(Control.WIRE_09)
                .satisfiedAlone(Rules.RATE, new UploadRate(Camera.STREAM, bits, fragments)))
        .contains("fragments/s");
  }
}
