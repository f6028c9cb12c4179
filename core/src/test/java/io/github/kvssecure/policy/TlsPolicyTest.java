package io.github.kvssecure.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kvssecure.local.LocalKvs;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TlsPolicyTest {

  private static final X509Certificate AUTHORITY = authority();

  private static X509Certificate authority() {
    try (LocalKvs kvs = LocalKvs.start()) {
      return kvs.caCertificate();
    }
  }

  static Stream<TlsPolicy> policies() {
    return Stream.of(
        TlsPolicy.strict(), TlsPolicy.fips(), TlsPolicy.strict().trusting("plant-7", AUTHORITY));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void everyPolicy_hasModernVersionsAndSuitesAndPrintsThem(TlsPolicy policy) {
    assertThat(policy.versions()).containsExactly("TLSv1.3", "TLSv1.2");
    assertThat(policy.cipherSuites())
        .isNotEmpty()
        .allMatch(suite -> suite.matches("TLS_(ECDHE_.*|AES_.*|CHACHA20_.*)"))
        .allMatch(suite -> suite.contains("_GCM_") || suite.contains("CHACHA20_POLY1305"));
    assertThat(policy.toString()).contains(policy.name()).contains(policy.cipherSuites());
  }

  @Test
  void fips_offersAesOnly() {
    assertThat(TlsPolicy.fips().cipherSuites()).allMatch(suite -> suite.contains("_AES_"));
  }

  @Test
  void authority_isAddedByALabelThatIsPrinted() {
    TlsPolicy policy = TlsPolicy.strict().trusting("plant-7", AUTHORITY);

    assertThat(policy.authorities()).containsEntry("plant-7", AUTHORITY);
    assertThat(policy.toString()).contains("plant-7");
    assertThat(TlsPolicy.strict().authorities()).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> policy.trusting("plant-7", AUTHORITY));
    assertThatIllegalArgumentException().isThrownBy(() -> policy.trusting(" ", AUTHORITY));
  }

  @Test
  void provider_mustHaveTls() {
    Provider jsse = java.security.Security.getProvider("SunJSSE");

    assertThat(TlsPolicy.strict().through(jsse).provider()).hasValue(jsse);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsPolicy.strict().through(java.security.Security.getProvider("SunJCE")))
        .withMessageContaining("SunJCE");
  }
}
