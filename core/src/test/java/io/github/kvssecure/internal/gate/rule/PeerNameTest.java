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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerNameTest {

  private final GateTrial trial = GateTrial.of(Control.NET_06);

  private static HandshakeDone showing(List<String> names) {
    return new HandshakeDone(Handshakes.peer("HTTPS", names));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.com",
        "s-0123abcd.kinesisvideo.eu-central-1.amazonaws.com.evil.com",
        "s-0123abce.kinesisvideo.eu-central-1.amazonaws.com",
        "kinesisvideo.eu-central-1.amazonaws.com",
        "*.eu-central-1.amazonaws.com",
        "*.amazonaws.com",
        "*.kinesisvideo.us-east-1.amazonaws.com",
        "*",
        "*.",
        "*.*.eu-central-1.amazonaws.com",
        "s-*.kinesisvideo.eu-central-1.amazonaws.com",
        "*kinesisvideo.eu-central-1.amazonaws.com",
        "52.28.1.2"
      })
  @ProvesViolated("NET-06")
  void certificateForAnotherName_isRefused(String name) {
    Violation violation = trial.refused(Rules.HANDSHAKE, showing(List.of(name)));

    assertThat(violation.subject()).isEqualTo("connection to " + Camera.HOST);
    assertThat(violation.found()).contains(name);
    assertThat(violation.required()).contains(Camera.HOST);
    assertThat(violation.remedy()).startsWith("nothing was sent");
  }

  @Test
  @ProvesViolated("NET-06")
  void certificateWithACommonNameOrAnAddressOnly_isRefused() {
    assertThat(trial.refused(Rules.HANDSHAKE, showing(List.of())).found()).contains("[]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "LDAPS", "https"})
  @ProvesViolated("NET-06")
  void tlsLayerThatDidNotVerifyTheName_isRefusedWhateverTheCertificateSays(String algorithm) {
    HandshakeDone facts = new HandshakeDone(Handshakes.peer(algorithm, List.of(Camera.HOST)));

    assertThat(trial.refused(Rules.HANDSHAKE, facts).found()).contains("not told to verify");
  }

  @ParameterizedTest
  @EnumSource(
      value = Failure.class,
      names = {"PEER_NAME", "PEER_UNTRUSTED"})
  @ProvesViolated("NET-06")
  void handshakeThatFailedForThePeer_isRefused(Failure failure) {
    HandshakeFailed failed =
        new HandshakeFailed(Camera.HOST, failure, "no subject alternative DNS name matching");

    assertThat(trial.refused(Rules.HANDSHAKE, failed).found())
        .isEqualTo("no subject alternative DNS name matching");
  }

  @Test
  @ProvesViolated("NET-06")
  void proxyThatDidNotProveItsName_isRefusedAsTheProxy() {
    HandshakeFailed failed =
        new HandshakeFailed(Camera.HOST, Failure.PROXY_UNPROVEN, "TLS with proxy inside:3128");

    Violation violation = trial.refused(Rules.HANDSHAKE, failed);
    assertThat(violation.subject()).isEqualTo("the proxy on the way to " + Camera.HOST);
    assertThat(violation.found()).isEqualTo("TLS with proxy inside:3128");
    assertThat(violation.remedy()).contains("https.proxyHost", "TlsPolicy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        Camera.HOST,
        "S-0123ABCD.KINESISVIDEO.EU-CENTRAL-1.AMAZONAWS.COM",
        "*.kinesisvideo.eu-central-1.amazonaws.com",
        "*.KinesisVideo.eu-central-1.amazonaws.com"
      })
  @ProvesSatisfied("NET-06")
  void certificateForTheName_isLetThrough(String name) {
    assertThat(trial.satisfiedAlone(Rules.HANDSHAKE, showing(List.of("example.com", name))))
        .contains(Camera.HOST);
  }
}
