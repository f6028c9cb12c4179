package io.github.kvssecure.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values a transport is made of. */
class TransportSettingsTest {

  @Test
  void engine_getsNameVersionsAndSuitesThatTheProviderSupports() {
    SSLEngine engine = TlsContext.jvmTrust().engine("localhost", 443);
    TlsSettings.modern().applyTo(engine, "localhost");
    SSLParameters parameters = engine.getSSLParameters();
    assertThat(engine.getUseClientMode()).isTrue();
    assertThat(engine.getPeerHost()).isEqualTo("localhost");
    assertThat(parameters.getEndpointIdentificationAlgorithm()).isEqualTo("HTTPS");
    assertThat(parameters.getServerNames()).containsExactly(new SNIHostName("localhost"));
    assertThat(parameters.getProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
    assertThat(parameters.getCipherSuites())
        .hasSize(9)
        .allMatch(suite -> suite.matches("TLS_(AES|CHACHA20|ECDHE)_.*"))
        .allMatch(suite -> suite.contains("GCM") || suite.contains("POLY1305"));
  }

  @Test
  void providerWithoutAnySuite_isAnError() {
    SSLEngine engine = mock(SSLEngine.class);
    when(engine.getSupportedProtocols()).thenReturn(new String[] {"TLSv1.2"});
    when(engine.getSupportedCipherSuites()).thenReturn(new String[] {"TLS_OLD"});
    TlsSettings settings = TlsSettings.modern();
    assertThatIllegalStateException().isThrownBy(() -> settings.applyTo(engine, "localhost"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.1", "TLSv1", "SSLv3", "TLS", ""})
  void protocolThatIsTooOld_isRefused(String protocol) {
    List<String> suites = TlsSettings.modern().cipherSuites();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TlsSettings(List.of("TLSv1.3", protocol), suites));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
        "TLS_AES_128_CCM_SHA256",
        "TLS_NULL"
      })
  void suiteThatIsNotOnTheList_isRefused(String suite) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TlsSettings(List.of("TLSv1.3"), List.of(suite)));
  }

  @Test
  void emptyTlsLists_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TlsSettings(List.of(), TlsSettings.modern().cipherSuites()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TlsSettings(List.of("TLSv1.3"), List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT1H0.001S"})
  void timeoutOutOfBounds_isRefused(Duration timeout) {
    Duration good = Duration.ofSeconds(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TransportTimeouts(timeout, good, good, good))
        .withMessageContaining("connect");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TransportTimeouts(good, timeout, good, good))
        .withMessageContaining("handshake");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TransportTimeouts(good, good, timeout, good))
        .withMessageContaining("responseHead");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TransportTimeouts(good, good, good, timeout))
        .withMessageContaining("stall");
  }

  @Test
  void copies_changeOneThing() {
    TransportSettings settings = TransportSettings.defaults();
    TransportTimeouts timeouts =
        new TransportTimeouts(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofSeconds(4));
    TlsSettings tls = new TlsSettings(List.of("TLSv1.3"), List.of("TLS_AES_128_GCM_SHA256"));
    TransportSettings.Time time =
        new TransportSettings.Time(Clock.system(ZoneOffset.UTC), () -> 1L);
    TransportSettings changed = settings.withTimeouts(timeouts).withTls(tls).withTime(time);
    assertThat(changed.timeouts()).isEqualTo(timeouts);
    assertThat(changed.tls()).isEqualTo(tls);
    assertThat(changed.time()).isEqualTo(time);
    assertThat(changed.trust()).isSameAs(settings.trust());
    assertThat(changed.resolver()).isSameAs(settings.resolver());
    assertThat(changed.userAgent()).isEqualTo(settings.userAgent());
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, localhost, true",
    "LOCALHOST, localhost, true",
    "*.kinesisvideo.eu-central-1.amazonaws.com, s-1.kinesisvideo.eu-central-1.amazonaws.com, true",
    "*.kinesisvideo.eu-central-1.amazonaws.com, a.b.kinesisvideo.eu-central-1.amazonaws.com, false",
    "*.kinesisvideo.eu-central-1.amazonaws.com, kinesisvideo.eu-central-1.amazonaws.com, false",
    "*.com, example.com, false",
    "*, localhost, false",
    "*.localhost, localhost, false",
    "s-*.example.com, s-1.example.com, false",
    "example.com, example.com.evil.org, false",
    "example.com, notexample.com, false",
    "'', localhost, false"
  })
  void certificateName_standsForAHost(String dnsName, String host, boolean matches) {
    assertThat(PeerEvidence.matches(dnsName, host)).isEqualTo(matches);
  }
}
