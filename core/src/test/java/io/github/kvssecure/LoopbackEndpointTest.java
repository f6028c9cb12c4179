package io.github.kvssecure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kvssecure.fake.Authorities;
import java.net.URI;
import java.security.cert.X509Certificate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackEndpointTest {

  private static X509Certificate authority() throws Exception {
    return Authorities.any();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://localhost:8443", "https://localhost", "https://LocalHost:1"})
  void standIn_isNamedLocalhost(String uri) throws Exception {
    assertThat(LoopbackEndpoint.of(URI.create(uri), authority()).uri()).isEqualTo(URI.create(uri));
  }

  /** A connection goes to a name that the peer's certificate has, never to an address. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1:8443",
        "https://[::1]:8443",
        "http://localhost:8443",
        "https://localhost.example.com",
        "https://example.com",
        "localhost",
        "mailto:localhost"
      })
  void whatIsElsewhere_orHasNoName_isRefused(String uri) throws Exception {
    X509Certificate authority = authority();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> LoopbackEndpoint.of(URI.create(uri), authority))
        .withMessageContaining("a stand-in must be at https://localhost:PORT");
  }
}
