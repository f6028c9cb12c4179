package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.Handshakes;
import io.github.kvssecure.internal.gate.rule.Facts.HandshakeDone;
import io.github.kvssecure.internal.gate.rule.Facts.HandshakeFailed;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.spi.UploadException.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsCipherSuiteTest {

  private final GateTrial trial = GateTrial.of(Control.NET_05);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
        "TLS_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_RSA_WITH_AES_256_CBC_SHA256",
        "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_DHE_DSS_WITH_AES_128_GCM_SHA256",
        "TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDH_anon_WITH_AES_128_CBC_SHA",
        "TLS_DH_anon_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_anon_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_NULL_SHA",
        "TLS_ECDHE_RSA_WITH_RC4_128_SHA",
        "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA",
        "SSL_RSA_WITH_RC4_128_MD5",
        "SSL_NULL_WITH_NULL_NULL",
        "TLS_EMPTY_RENEGOTIATION_INFO_SCSV",
        "xTLS_AES_128_GCM_SHA256",
        "TLS_AES_128_GCM_SHA256x",
        "tls_aes_128_gcm_sha256"
      })
  @ProvesViolated("NET-05")
  void suiteWithoutForwardSecrecyOrAuthenticatedEncryption_isRefused(String suite) {
    Violation violation =
        trial.refused(Rules.HANDSHAKE, new HandshakeDone(Handshakes.tls("TLSv1.2", suite)));

    assertThat(violation.subject()).isEqualTo("connection to " + Camera.HOST);
    assertThat(violation.found()).isEqualTo(suite);
    assertThat(violation.required()).contains("ECDHE").contains("GCM");
    assertThat(violation.remedy()).startsWith("nothing was sent");
  }

  @Test
  @ProvesViolated("NET-05")
  void peerWithoutACommonSuite_isRefused() {
    HandshakeFailed failed =
        new HandshakeFailed(Camera.HOST, Failure.TLS_NEGOTIATION, "handshake_failure");

    assertThat(trial.refused(Rules.HANDSHAKE, failed).found()).contains("handshake_failure");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
      })
  @ProvesSatisfied("NET-05")
  void strongSuiteOfTls12_isLetThrough(String suite) {
    assertThat(
            trial.satisfiedAlone(
                Rules.HANDSHAKE, new HandshakeDone(Handshakes.tls("TLSv1.2", suite))))
        .isEqualTo(suite);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256"
      })
  @ProvesSatisfied("NET-05")
  void suiteOfTls13_isLetThrough(String suite) {
    assertThat(
            trial.satisfiedAlone(
                Rules.HANDSHAKE, new HandshakeDone(Handshakes.tls("TLSv1.3", suite))))
        .isEqualTo(suite);
  }
}
