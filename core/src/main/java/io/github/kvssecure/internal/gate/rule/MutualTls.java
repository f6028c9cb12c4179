package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.Facts.HandshakeDone;
import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceConnection;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;
import java.util.List;

/**
 * IOT-02: device credentials come over TLS 1.2 or 1.3 with forward secrecy, from the very host of
 * the endpoint, which proved its name and asked for the device's certificate.
 */
final class MutualTls implements Rule<DeviceConnection> {

  private static final List<Rule<Facts.Handshake>> OF_EVERY_CONNECTION =
      List.of(new PeerName(), new TlsVersion(), new TlsCipherSuite());

  @Override
  public Control control() {
    return Control.IOT_02;
  }

  @Override
  public Decision evaluate(DeviceConnection facts, SecurityPolicy policy) {
    for (Rule<Facts.Handshake> rule : OF_EVERY_CONNECTION) {
      if (rule.evaluate(facts.handshake(), policy) instanceof Decision.Violated violated) {
        return refused(facts, violated.violation());
      }
    }
    if (!(facts.handshake() instanceof HandshakeDone done)) {
      return notEvaluated("the handshake did not get that far");
    }
    String host = done.evidence().host();
    if (!host.equalsIgnoreCase(facts.endpoint())) {
      return violation(facts, "a connection to " + host);
    }
    if (!facts.certificateAskedFor()) {
      return violation(facts, "a peer that did not ask for the device's certificate");
    }
    return satisfied(
        done.evidence().tls().protocol()
            + " with "
            + host
            + ", whose certificate is "
            + done.evidence().peer().sha256());
  }

  private Decision refused(DeviceConnection facts, Violation violation) {
    return violatedAt("credentials call to " + facts.endpoint())
        .found(violation.found())
        .required(violation.required())
        .remedy(violation.remedy());
  }

  private Decision violation(DeviceConnection facts, String found) {
    return violatedAt("credentials call to " + facts.endpoint())
        .found(found)
        .required("mutual TLS with " + facts.endpoint() + " itself")
        .remedy(
            "nothing was sent; the peer is not the credentials provider: look for a proxy that opens"
                + " TLS, and compare IotEndpoint.of(...) with aws iot describe-endpoint");
  }
}
