package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.event.ConnectionEvidence.Anchor;
import io.github.kvssecure.event.ConnectionEvidence.PeerCertificate;
import io.github.kvssecure.event.ConnectionEvidence.Route;
import io.github.kvssecure.event.ConnectionEvidence.TlsParameters;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.Handshakes;
import io.github.kvssecure.internal.gate.rule.Facts.HandshakeDone;
import io.github.kvssecure.internal.gate.rule.Facts.HandshakeFailed;
import io.github.kvssecure.policy.AddressRange;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.NetworkPolicy;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.spi.UploadException.Failure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules about where a connection went and who vouches for its peer. */
class ConnectionRulesTest {

  private static final String AMAZON_ROOT_1 =
      "8ecde6884f3d87b1125ba31ac3fcb13d7016de7f57cc904fe1cb97c6ae98196e";

  private static final SecurityPolicy PRIVATE =
      SecurityPolicy.strict().withNetwork(NetworkPolicy.strict().requiringPrivatePath());

  private static GateTrial blocking(Control control) {
    return GateTrial.of(control).under(SecurityPolicy.strict().raise(control, Severity.BLOCK));
  }

  private static HandshakeDone anchored(String host, Optional<Anchor> anchor) {
    return done(host, anchor, new Route(List.of(), Optional.empty()), "10.0.0.1");
  }

  private static HandshakeDone routed(String connected, String... resolved) {
    List<InetAddress> addresses = new ArrayList<>();
    for (String address : resolved) {
      addresses.add(address(address));
    }
    return done(Camera.HOST, Optional.empty(), new Route(addresses, Optional.empty()), connected);
  }

  private static HandshakeDone done(
      String host, Optional<Anchor> anchor, Route route, String connected) {
    return new HandshakeDone(
        new ConnectionEvidence(
            host,
            new InetSocketAddress(address(connected), 443),
            new TlsParameters("TLSv1.3", "TLS_AES_256_GCM_SHA384", "HTTPS"),
            new PeerCertificate("ab".repeat(32), List.of(host), "CN=issuer", anchor),
            route));
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Test
  @ProvesViolated("NET-07")
  void chainOfAnotherRoot_isNamedEvenIfItTakesTheName() {
    Anchor inspection = new Anchor("CN=Amazon Root CA 1,O=Amazon,C=US", "cd".repeat(32));
    HandshakeDone facts = anchored(Camera.HOST, Optional.of(inspection));

    assertThat(blocking(Control.NET_07).refused(Rules.HANDSHAKE, facts).found())
        .contains("Amazon Root CA 1")
        .contains("cdcd");
    assertThat(GateTrial.of(Control.NET_07).tolerated(Rules.HANDSHAKE, facts).remedy())
        .contains("opens TLS");
  }

  @Test
  @ProvesSatisfied("NET-07")
  void chainOfAmazon_isLetThrough() {
    Anchor root = new Anchor("CN=Amazon Root CA 1,O=Amazon,C=US", AMAZON_ROOT_1);

    assertThat(
            blocking(Control.NET_07)
                .satisfiedAlone(Rules.HANDSHAKE, anchored(Camera.HOST, Optional.of(root))))
        .isEqualTo("Amazon Root CA 1");
  }

  @Test
  void chainElsewhere_cannotBeJudged() {
    Optional<Anchor> root = Optional.of(new Anchor("CN=Other", "cd".repeat(32)));
    GateTrial trial = GateTrial.of(Control.NET_07);

    assertThat(trial.notEvaluated(Rules.HANDSHAKE, anchored("localhost", root)))
        .contains("localhost");
    assertThat(
            trial.notEvaluated(
                Rules.HANDSHAKE,
                anchored("s-0123abcd.kinesisvideo.cn-north-1.amazonaws.com.cn", root)))
        .contains("not published");
    assertThat(trial.notEvaluated(Rules.HANDSHAKE, anchored(Camera.HOST, Optional.empty())))
        .contains("not found");
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.7",
    "10.0.0.1, 203.0.113.7",
    "203.0.113.7, 10.0.0.1",
    "fe80::1, fd00::1"
  })
  @ProvesViolated("NET-09")
  void addressOutsideThePrivatePath_isRefused(String connected, String resolved) {
    assertThat(
            GateTrial.of(Control.NET_09)
                .under(PRIVATE)
                .refused(Rules.HANDSHAKE, routed(connected, resolved))
                .remedy())
        .startsWith("nothing was sent");
  }

  @Test
  @ProvesViolated("NET-09")
  void addressThatCannotBeKnown_isRefused() {
    HandshakeDone behindProxy =
        done(
            Camera.HOST,
            Optional.empty(),
            new Route(List.of(), Optional.of("proxy.example:3128")),
            "10.0.0.1");
    GateTrial trial = GateTrial.of(Control.NET_09).under(PRIVATE);

    assertThat(trial.refused(Rules.HANDSHAKE, behindProxy).found()).contains("proxy");
    assertThat(trial.refused(Rules.HANDSHAKE, new HandshakeDone(Handshakes.good())).found())
        .contains("not known");
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.1, 10.0.0.1", "192.168.7.7, 172.16.0.1", "fd00::1, 10.0.0.1"})
  @ProvesSatisfied("NET-09")
  void privateAddresses_areLetThrough(String connected, String resolved) {
    assertThat(
            GateTrial.of(Control.NET_09)
                .under(PRIVATE)
                .satisfiedAlone(Rules.HANDSHAKE, routed(connected, resolved)))
        .contains(address(connected).getHostAddress());
  }

  @Test
  void rangesOfTheVpc_replaceThePrivateOnes() {
    SecurityPolicy vpc =
        SecurityPolicy.strict()
            .withNetwork(
                NetworkPolicy.strict().requiringPathWithin(AddressRange.of("2001:db8:7::/48")));
    GateTrial trial = GateTrial.of(Control.NET_09).under(vpc);

    assertThat(trial.satisfied(Rules.HANDSHAKE, routed("2001:db8:7::1", "2001:db8:7::2")))
        .contains("2001");
    assertThat(trial.refused(Rules.HANDSHAKE, routed("10.0.0.1", "10.0.0.1")).found())
        .contains("10.0.0.1");
    assertThat(
            GateTrial.of(Control.NET_09)
                .notEvaluated(Rules.HANDSHAKE, routed("203.0.113.7", "203.0.113.7")))
        .contains("no private path");
  }

  @Test
  @ProvesViolated("NET-15")
  void addressThatTheNameDoesNotHave_isInformedOf() {
    assertThat(
            GateTrial.of(Control.NET_15)
                .tolerated(Rules.HANDSHAKE, routed("10.0.0.9", "10.0.0.1", "10.0.0.2"))
                .found())
        .contains("10.0.0.9");
  }

  @Test
  @ProvesSatisfied("NET-15")
  void addressOfTheName_isSeen() {
    assertThat(
            blocking(Control.NET_15)
                .satisfied(Rules.HANDSHAKE, routed("10.0.0.2", "10.0.0.1", "10.0.0.2")))
        .contains("10.0.0.2");
  }

  @Test
  void brokenHandshake_tellsNothingOfTheWay() {
    HandshakeFailed failed = new HandshakeFailed(Camera.HOST, Failure.TLS, "broken");
    for (Control control : List.of(Control.NET_07, Control.NET_09, Control.NET_15)) {
      assertThat(GateTrial.of(control).under(PRIVATE).notEvaluated(Rules.HANDSHAKE, failed))
          .contains("that far");
    }
  }
}
