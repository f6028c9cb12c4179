package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.Handshakes;
import io.github.kvssecure.internal.gate.rule.Facts.HandshakeDone;
import io.github.kvssecure.internal.gate.rule.Facts.HandshakeFailed;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.spi.UploadException.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsVersionTest {

  private final GateTrial trial = GateTrial.of(Control.NET_04);

  private static HandshakeDone negotiated(String protocol) {
    return new HandshakeDone(Handshakes.tls(protocol, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSLv2Hello", "SSLv3", "TLSv1", "TLSv1.1", "tlsv1.3", "TLSv1.3x", "NONE"})
  @ProvesViolated("NET-04")
  void oldOrUnknownVersion_isRefused(String protocol) {
    Violation violation = trial.refused(Rules.HANDSHAKE, negotiated(protocol));

    assertThat(violation.subject()).isEqualTo("connection to " + Camera.HOST);
    assertThat(violation.found()).isEqualTo(protocol);
    assertThat(violation.required()).contains("TLS 1.2").contains("TLS 1.3");
    assertThat(violation.remedy()).startsWith("nothing was sent");
  }

  @Test
  @ProvesViolated("NET-04")
  void peerWithoutACommonVersion_isRefused() {
    HandshakeFailed failed =
        new HandshakeFailed(Camera.HOST, Failure.TLS_NEGOTIATION, "protocol_version");

    assertThat(trial.refused(Rules.HANDSHAKE, failed).found()).contains("protocol_version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  @ProvesSatisfied("NET-04")
  void newVersion_isLetThrough(String protocol) {
    assertThat(trial.satisfiedAlone(Rules.HANDSHAKE, negotiated(protocol))).isEqualTo(protocol);
  }

  @ParameterizedTest
  @EnumSource(
      value = Failure.class,
      names = {"TLS_NEGOTIATION"},
      mode = EnumSource.Mode.EXCLUDE)
  void otherFailure_isNotEvaluatedAndStrictStillRefuses(Failure failure) {
    HandshakeFailed failed = new HandshakeFailed(Camera.HOST, failure, "something else");

    assertThat(trial.notEvaluated(Rules.HANDSHAKE, failed)).isNotBlank();
    assertThat(trial.refusesUnevaluated(Rules.HANDSHAKE, failed)).isTrue();
    assertThat(trial.under(SecurityPolicy.baseline()).refusesUnevaluated(Rules.HANDSHAKE, failed))
        .isTrue();
  }
}
