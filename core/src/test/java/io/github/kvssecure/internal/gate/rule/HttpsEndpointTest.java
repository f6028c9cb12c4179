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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpsEndpointTest {

  private static final String HOST = "kinesisvideo.eu-central-1.amazonaws.com";

  private final GateTrial trial = GateTrial.of(Control.NET_01);

  private static EndpointUse endpoint(String uri) {
    return new EndpointUse(
        "control plane endpoint", URI.create(uri), Camera.REGION, Optional.empty());
  }

  private static EndpointUse optedInto(String uri) {
    return new EndpointUse(
        "control plane endpoint",
        URI.create(uri),
        Camera.REGION,
        Optional.of(
            new LoopbackOption(URI.create("https://localhost:8443"), "tests need a stand-in")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://" + HOST,
        "HTTP://" + HOST,
        "http://" + HOST + ":443",
        "ftp://" + HOST,
        "wss://" + HOST,
        "httpss://" + HOST,
        "//" + HOST,
        "https://" + HOST + ":80",
        "https://" + HOST + ":8443",
        "https://" + HOST + ":0",
        "https://camera@" + HOST,
        "https://camera:password@" + HOST,
        "https://@" + HOST,
        "https://" + HOST + "?x=y",
        "https://" + HOST + "/?",
        "https://" + HOST + "#fragment",
        "https://localhost:8443",
        "https://127.0.0.1:8443",
        "mailto:camera@example.com"
      })
  @ProvesViolated("NET-01")
  void anythingButPlainHttpsOn443_isRefused(String uri) {
    Violation violation = trial.refused(Rules.ENDPOINT, endpoint(uri));

    assertThat(violation.subject()).isEqualTo("control plane endpoint");
    assertThat(violation.found()).doesNotContain("password").doesNotContain("camera@");
    assertThat(violation.required()).contains("https on port 443");
    assertThat(violation.remedy())
        .contains(".insecurelyUseLoopbackEndpoint(LoopbackEndpoint.of(uri, ca), reason)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://" + HOST,
        "https://" + HOST + "/",
        "https://" + HOST + ":443",
        "HTTPS://" + HOST,
        "https://KINESISVIDEO.eu-central-1.amazonaws.com"
      })
  @ProvesSatisfied("NET-01")
  void httpsOn443_isLetThrough(String uri) {
    assertThat(trial.satisfiedAlone(Rules.ENDPOINT, endpoint(uri))).contains("443");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://localhost:8443", "https://LOCALHOST:9443"})
  void standInThatWasOptedInto_isNotEvaluatedAndNotRefused(String uri) {
    assertThat(trial.notEvaluated(Rules.ENDPOINT, optedInto(uri)))
        .contains("tests need a stand-in");
    assertThat(trial.refusesUnevaluated(Rules.ENDPOINT, optedInto(uri))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8443",
        "https://evil.com:8443",
        "https://localhost.evil.com:8443",
        "https://127.0.0.1:8443",
        "https://[::1]:8443",
        "https://camera:password@localhost:8443"
      })
  @ProvesViolated("NET-01")
  void optionForThisMachine_admitsNothingElse(String uri) {
    assertThat(trial.refused(Rules.ENDPOINT, optedInto(uri)).found()).doesNotContain("password");
  }

  @Test
  void endlessHost_isCutInTheMessage() {
    String uri = "http://" + "a".repeat(5000) + ".com";

    assertThat(trial.refused(Rules.ENDPOINT, endpoint(uri)).found()).hasSizeLessThan(250);
  }
}
