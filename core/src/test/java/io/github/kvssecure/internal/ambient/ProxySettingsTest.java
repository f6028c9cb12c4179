package io.github.kvssecure.internal.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kvssecure.internal.ambient.ProxySettings.Named;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySettingsTest {

  private static ProxySettings variables(Map<String, String> variables) {
    return ProxySettings.of(new Environment(variables, Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "http://proxy.example:3128, proxy.example, 3128, false, false",
    "proxy.example:3128, proxy.example, 3128, false, false",
    "http://proxy.example, proxy.example, 80, false, false",
    "https://proxy.example, proxy.example, 443, true, false",
    "http://user:hunter2@proxy.example:3128, proxy.example, 3128, false, true"
  })
  void url_isReadWithoutKeepingItsPassword(
      String url, String host, int port, boolean tls, boolean credentials) {
    ProxySettings settings = variables(Map.of("HTTPS_PROXY", url));

    assertThat(settings.named()).hasValue(new Named("HTTPS_PROXY", host, port, tls, credentials));
    assertThat(settings.toString()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://", "socks5://proxy:1080", "http://hunter2@:x", "http://p:70000", "a b"})
  void whatIsNoProxy_isRefusedWithoutShowingIt(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> variables(Map.of("https_proxy", url)))
        .withMessageContaining("https_proxy")
        .withMessageNotContaining("hunter2");
  }

  @Test
  void propertiesOfTheJvm_comeFirst() {
    ProxySettings settings =
        ProxySettings.of(
            new Environment(
                Map.of("HTTPS_PROXY", "http://other:1"),
                Map.of(
                    "https.proxyHost", "proxy.example",
                    "https.proxyPort", "3128",
                    "http.nonProxyHosts", "*.internal|10.0.0.1")));

    assertThat(settings.named().orElseThrow().port()).isEqualTo(3128);
    assertThat(settings.forHost("a.internal")).isEmpty();
    assertThat(settings.forHost("10.0.0.1")).isEmpty();
    assertThat(settings.forHost("kinesisvideo.eu-central-1.amazonaws.com")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "'.amazonaws.com', kinesisvideo.eu-central-1.amazonaws.com, true",
    "'amazonaws.com', kinesisvideo.eu-central-1.amazonaws.com, true",
    "'azonaws.com', kinesisvideo.eu-central-1.amazonaws.com, false",
    "'*', kinesisvideo.eu-central-1.amazonaws.com, true",
    "'a.example, Kinesisvideo.eu-central-1.amazonaws.com', kinesisvideo.eu-central-1.amazonaws.com, true",
    "'', kinesisvideo.eu-central-1.amazonaws.com, false",
    "'', localhost, true"
  })
  void exceptions_areReachedDirectly(String exceptions, String host, boolean direct) {
    ProxySettings settings =
        variables(Map.of("HTTPS_PROXY", "http://proxy:3128", "NO_PROXY", exceptions));

    assertThat(settings.forHost(host).isEmpty()).isEqualTo(direct);
  }

  @Test
  void noSetting_isNoProxy() {
    assertThat(variables(Map.of()).named()).isEmpty();
    assertThat(variables(Map.of("HTTPS_PROXY", " ")).named()).isEmpty();
  }
}
