package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.internal.gate.rule.Facts.EndpointUse;
import io.github.kvssecure.internal.gate.rule.Facts.LoopbackOption;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataEndpointJudgedTest {

  private final GateTrial trial = GateTrial.of(Control.WIRE_01);

  private static EndpointUse endpoint(String uri, Optional<LoopbackOption> loopback) {
    return new EndpointUse("data endpoint", URI.create(uri), Camera.REGION, loopback);
  }

  private static Optional<LoopbackOption> optedIn() {
    return Optional.of(
        new LoopbackOption(URI.create("https://localhost:8443"), "tests need a stand-in"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://" + Camera.HOST,
        "https://" + Camera.HOST + ":8443",
        "https://" + Camera.HOST + "/putMedia",
        "https://" + Camera.HOST + "//",
        "https://" + Camera.HOST + "/%2e%2e",
        "https://camera:password@" + Camera.HOST,
        "https://" + Camera.HOST + "?stream=other",
        "https://evil.com",
        "https://s-0123abcd.kinesisvideo.us-east-1.amazonaws.com",
        "https://169.254.169.254",
        "https://localhost:8443"
      })
  @ProvesViolated("WIRE-01")
  void dataEndpointThatIsNotAHostOfKvs_isRefused(String uri) {
    Violation violation = trial.refused(Rules.DATA_ENDPOINT, endpoint(uri, Optional.empty()));

    assertThat(violation.found()).startsWith("http").doesNotContain("password");
    assertThat(violation.required()).contains("eu-central-1").contains("443");
    assertThat(violation.remedy()).startsWith("nothing was sent");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://localhost:8443/path",
        "http://localhost:8443",
        "https://evil.com",
        "https://camera:password@localhost:8443"
      })
  @ProvesViolated("WIRE-01")
  void standInThatWasOptedInto_stillNeedsHttpsAndNoPath(String uri) {
    assertThat(trial.refused(Rules.DATA_ENDPOINT, endpoint(uri, optedIn())).found())
        .doesNotContain("password");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://" + Camera.HOST,
        "https://" + Camera.HOST + "/",
        "https://" + Camera.HOST + ":443"
      })
  @ProvesSatisfied("WIRE-01")
  void hostOfKvsWithoutAPath_isLetThrough(String uri) {
    assertThat(trial.satisfiedAlone(Rules.DATA_ENDPOINT, endpoint(uri, Optional.empty())))
        .startsWith("https://" + Camera.HOST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://localhost:8443", "https://localhost:1234/"})
  void standInThatWasOptedInto_isNotEvaluatedAndNotRefused(String uri) {
    EndpointUse facts = endpoint(uri, optedIn());

    assertThat(trial.notEvaluated(Rules.DATA_ENDPOINT, facts)).contains("tests need a stand-in");
    assertThat(trial.refusesUnevaluated(Rules.DATA_ENDPOINT, facts)).isFalse();
  }
}
