package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.gate.rule.Facts.RequestToSend;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.spi.UploadRequest;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadersTest {

  private static final String ACCESS_KEY_ID = "ASIAEXAMPLEEXAMPLE01";

  private final GateTrial trial = GateTrial.of(Control.WIRE_02);

  private static RequestToSend request(String accessKeyId, Optional<String> token) {
    return new RequestToSend(
        new UploadRequest(
            new UploadRequest.Target(Camera.ENDPOINT, Camera.REGION),
            Camera.ARN,
            SessionCredentials.of(
                accessKeyId, Camera.SECRET, token, Optional.of(Camera.NOW.plusSeconds(3600))),
            Camera.NOW));
  }

  static Stream<String> injections() {
    return Stream.of(
        "value\r\nX-Amzn-Stream-Name: other",
        "value\n",
        "\rvalue",
        "two words",
        " value",
        "tab\tvalue",
        "nul\0value",
        "escape\u001bvalue",
        "delete\u007f",
        "c1\u0085value",
        "line\u2028separator",
        "umlaut\u00e4",
        "full\uff1awidth");
  }

  @ParameterizedTest
  @MethodSource("injections")
  @ProvesViolated("WIRE-02")
  void tokenWithAForbiddenCharacter_isRefusedAndNotShown(String token) {
    Violation violation = trial.refused(Rules.REQUEST, request(ACCESS_KEY_ID, Optional.of(token)));

    assertThat(violation.subject()).isEqualTo("upload of stream front-door");
    assertThat(violation.found()).contains("session token").doesNotContain(token);
    assertThat(violation.required()).contains("printable ASCII");
    assertThat(violation.remedy()).contains("credential source");
  }

  @ParameterizedTest
  @MethodSource("injections")
  @ProvesViolated("WIRE-02")
  void accessKeyIdWithAForbiddenCharacter_isRefusedAndNotShown(String accessKeyId) {
    Violation violation =
        trial.refused(Rules.REQUEST, request(accessKeyId, Optional.of(Camera.TOKEN)));

    assertThat(violation.found()).contains("access key id").doesNotContain(accessKeyId);
  }

  @Test
  @ProvesViolated("WIRE-02")
  void emptyAccessKeyId_isRefused() {
    assertThat(trial.refused(Rules.REQUEST, request("", Optional.of(Camera.TOKEN))).found())
        .contains("access key id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "IQoJb3JpZ2luX2VjE+/=", "!~"})
  @ProvesSatisfied("WIRE-02")
  void printableValues_areLetThrough(String token) {
    assertThat(trial.satisfiedAlone(Rules.REQUEST, request(ACCESS_KEY_ID, Optional.of(token))))
        .doesNotContain(token + " ")
        .contains("ARN");
  }

  @Test
  @ProvesSatisfied("WIRE-02")
  void credentialsWithoutAToken_areNoMatterOfHeaders() {
    assertThat(trial.satisfiedAlone(Rules.REQUEST, request(ACCESS_KEY_ID, Optional.empty())))
        .isNotBlank();
  }
}
