package io.github.kvssecure.internal.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kvssecure.internal.ambient.ProxySettings.Given;
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
    "http://proxy.example:3128, proxy.example, 3128, false, NO_LOGIN",
    "proxy.example:3128, proxy.example, 3128, false, NO_LOGIN",
    "http://proxy.example, proxy.example, 80, false, NO_LOGIN",
    "https://proxy.example, proxy.example, 443, true, NO_LOGIN",
    "http://user:hunter2@proxy.example:3128, proxy.example, 3128, false, IN_URL",
    "https://user:hunter2@proxy.example:3128, proxy.example, 3128, true, IN_URL"
  })
  void url_isReadAndItsPasswordKeptForTlsOnly(
      String url, String host, int port, boolean tls, Given given) {
    ProxySettings settings = variables(Map.of("HTTPS_PROXY", url));

    Named named = settings.named().orElseThrow();
    assertThat(named.source()).isEqualTo("HTTPS_PROXY");
    assertThat(named.host()).isEqualTo(host);
    assertThat(named.port()).isEqualTo(port);
    assertThat(named.tls()).isEqualTo(tls);
    assertThat(named.given()).isEqualTo(given);
    assertThat(named.login().isPresent()).isEqualTo(tls && given != Given.NO_LOGIN);
    assertThat(settings.toString()).doesNotContain("hunter2", "user:");
  }

  @ParameterizedTest
  @CsvSource({"https://proxy.example:3128, true", "http://proxy.example:3128, false"})
  void loginOfTheJvm_isKeptForTlsOnly(String url, boolean kept) {
    ProxySettings settings =
        ProxySettings.of(
            new Environment(
                Map.of("HTTPS_PROXY", url),
                Map.of("https.proxyUser", "camera", "https.proxyPassword", "hunter2")));

    Named named = settings.named().orElseThrow();
    assertThat(named.given()).isEqualTo(Given.IN_PROPERTIES);
    assertThat(named.login().isPresent()).isEqualTo(kept);
    assertThat(settings.toString()).doesNotContain("hunter2", "camera");
  }

  @Test
  void loginWithAColonInItsName_isRefusedWithoutShowingIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> variables(Map.of("HTTPS_PROXY", "https://a%3Ahunter2:p@proxy.example")))
        .withMessageContaining("HTTPS_PROXY")
        .withMessageNotContaining("hunter2");
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
    "'a.example, Kinesisvideo.eu-central-1.amazonaws.com', kinesisvideo.eu-central-1.amazonaws.com,"
        + " true",
    "'', kinesisvideo.eu-central-1.amazonaws.com, false",
    "'', localhost, true",
    "'*.amazonaws.com', kinesisvideo.eu-central-1.amazonaws.com, true",
    "'.amazonaws.com', amazonaws.com, false",
    "'a.example amazonaws.com', kinesisvideo.eu-central-1.amazonaws.com, true",
    "'amazonaws.com:443', kinesisvideo.eu-central-1.amazonaws.com, true",
    "'amazonaws.com:8443', kinesisvideo.eu-central-1.amazonaws.com, false",
    "'::1, fd00::/8, 10.0.0.0/8', kinesisvideo.eu-central-1.amazonaws.com, false",
    "'kinesisvideo.*', kinesisvideo.eu-central-1.amazonaws.com, false"
  })
  void exceptions_areReachedDirectly(String exceptions, String host, boolean direct) {
    ProxySettings settings =
        variables(Map.of("HTTPS_PROXY", "http://proxy:3128", "NO_PROXY", exceptions));

    assertThat(settings.forHost(host).isEmpty()).isEqualTo(direct);
  }

  @ParameterizedTest
  @CsvSource({
    "kinesisvideo.*, kinesisvideo.eu-central-1.amazonaws.com, true",
    "*.amazonaws.com, kinesisvideo.eu-central-1.amazonaws.com, true",
    "*, kinesisvideo.eu-central-1.amazonaws.com, true",
    "a.example|Kinesisvideo.EU-central-1.*, kinesisvideo.eu-central-1.amazonaws.com, true",
    "amazonaws.com, kinesisvideo.eu-central-1.amazonaws.com, false",
    "127.*, kinesisvideo.eu-central-1.amazonaws.com, false",
    "127.*, 127.0.0.2, true"
  })
  void exceptionsOfTheJvm_areReadAsTheJdkReadsThem(String exceptions, String host, boolean direct) {
    ProxySettings settings =
        ProxySettings.of(
            new Environment(
                Map.of(),
                Map.of("https.proxyHost", "proxy.example", "http.nonProxyHosts", exceptions)));

    assertThat(settings.forHost(host).isEmpty()).isEqualTo(direct);
  }

  @Test
  void noSetting_isNoProxy() {
    assertThat(variables(Map.of()).named()).isEmpty();
    assertThat(variables(Map.of("HTTPS_PROXY", " ")).named()).isEmpty();
  }
}
