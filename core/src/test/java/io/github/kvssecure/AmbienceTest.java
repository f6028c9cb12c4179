package io.github.kvssecure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.PostQuantumJsse;
import io.github.kvssecure.internal.ambient.Environment;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.transport.ProxyRoute;
import io.github.kvssecure.internal.transport.TlsContext;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.NetworkPolicy;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.policy.TlsPolicy;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an environment says becomes what is judged, and the way of connections. */
class AmbienceTest {

  private static final String HOST = "kinesisvideo.eu-central-1.amazonaws.com";

  private static PolicyGate.Inspection judged(
      SecurityPolicy policy, Map<String, String> variables, Map<String, String> properties) {
    PolicyGate gate =
        new PolicyGate(policy, Clock.fixed(Camera.NOW, ZoneOffset.UTC), IngestListener.NONE);
    PolicyGate.Inspection inspection = gate.admission();
    Ambience.judge(inspection, new Environment(variables, properties), policy.network().tls());
    return inspection;
  }

  private static SecurityPolicy raised() {
    SecurityPolicy policy = SecurityPolicy.strict();
    for (Control control : List.of(Control.NET_03, Control.NET_12, Control.NET_16)) {
      policy = policy.raise(control, Severity.BLOCK);
    }
    return policy;
  }

  @Test
  @ProvesViolated({"NET-03", "NET-12", "NET-14", "NET-16"})
  void whatTheEnvironmentSays_isJudged() {
    SecurityPolicy policy = raised().raise(Control.NET_14, Severity.BLOCK);

    assertThat(
            judged(
                    policy,
                    Map.of(
                        "AWS_ENDPOINT_URL_STS", "https://sts.example.com",
                        "HTTPS_PROXY", "http://proxy.example.com:3128"),
                    Map.of("jdk.tls.namedGroups", "x25519"))
                .refused())
        .extracting(Violation::control)
        .containsExactly(Control.NET_03, Control.NET_12, Control.NET_14, Control.NET_16);
  }

  @Test
  @ProvesSatisfied({"NET-03", "NET-12", "NET-14", "NET-16"})
  void environmentAsThePolicyExpectsIt_isLetThrough() {
    SecurityPolicy policy =
        raised().withNetwork(NetworkPolicy.strict().expectingProxy("proxy.example.com", 3128));

    assertThat(
            judged(
                    policy,
                    Map.of(),
                    Map.of(
                        "https.proxyHost", "proxy.example.com",
                        "https.proxyPort", "3128",
                        "user.home", "/nonexistent",
                        "jdk.tls.namedGroups", "X25519MLKEM768,x25519",
                        "com.sun.net.ssl.checkRevocation", "true"))
                .decided())
        .allMatch(Decision.Satisfied.class::isInstance)
        .extracting(Decision::control)
        .contains(Control.NET_03, Control.NET_12, Control.NET_14, Control.NET_16);
  }

  @Test
  @ProvesSatisfied("NET-14")
  void pluggedProvider_isTheRemedyThatTheRuleNames() {
    SecurityPolicy classical = SecurityPolicy.strict().raise(Control.NET_14, Severity.BLOCK);
    SecurityPolicy plugged =
        classical.withNetwork(
            NetworkPolicy.strict().withTls(TlsPolicy.strict().through(new PostQuantumJsse())));
    Map<String, String> jvm = Map.of("jdk.tls.namedGroups", "x25519");

    assertThat(judged(classical, Map.of(), jvm).refused())
        .singleElement()
        .satisfies(refused -> assertThat(refused.remedy()).contains("TlsPolicy.strict().through("));
    assertThat(judged(plugged, Map.of(), jvm).refused()).isEmpty();
    assertThat(judged(plugged, Map.of(), jvm).decided())
        .filteredOn(decision -> decision.control() == Control.NET_14)
        .hasOnlyElementsOfType(Decision.Satisfied.class);
  }

  @Test
  void proxyRoute_isThatOfTheVariable() {
    TlsContext trust = TlsContext.jvmTrust();
    ProxyRoute plain =
        Ambience.proxyRoute(
            new Environment(
                Map.of("HTTPS_PROXY", "http://proxy.example.com:3128", "NO_PROXY", "example.org"),
                Map.of()),
            trust);
    ProxyRoute overTls =
        Ambience.proxyRoute(
            new Environment(
                Map.of("HTTPS_PROXY", "https://user:" + Camera.SECRET + "@proxy.example.com"),
                Map.of()),
            trust);

    assertThat(plain.to(HOST))
        .contains(
            new ProxyRoute.Proxy("proxy.example.com", 3128, Optional.empty(), Optional.empty()));
    assertThat(plain.to("example.org")).isEmpty();
    ProxyRoute.Proxy proxy = overTls.to(HOST).orElseThrow();
    assertThat(proxy.port()).isEqualTo(443);
    assertThat(proxy.trust()).containsSame(trust);
    assertThat(proxy.login()).isPresent();
  }

  @Test
  void proxyThatIsNone_isAnErrorOfConfiguration() {
    Environment environment = new Environment(Map.of("HTTPS_PROXY", "socks5://proxy"), Map.of());

    assertThatExceptionOfType(IngestConfigurationException.class)
        .isThrownBy(() -> Ambience.proxyRoute(environment, TlsContext.jvmTrust()))
        .withMessageContaining("HTTPS_PROXY");
  }
}
