package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.internal.gate.rule.Facts.Handshake;
import io.github.kvssecure.internal.gate.rule.Facts.HandshakeDone;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/**
 * NET-15: the address that answered is one that the name had. The certificate is the true
 * protection; this shows where the connection went.
 */
final class ResolvedAddress implements Rule<Handshake> {

  @Override
  public Control control() {
    return Control.NET_15;
  }

  @Override
  public Decision evaluate(Handshake facts, SecurityPolicy policy) {
    if (!(facts instanceof HandshakeDone done)) {
      return notEvaluated("the handshake did not get that far");
    }
    ConnectionEvidence evidence = done.evidence();
    if (evidence.route().resolved().isEmpty()) {
      return notEvaluated(
          evidence
              .route()
              .proxy()
              .map(proxy -> "proxy " + proxy + " resolves the name")
              .orElse("nobody noted the addresses of the name"));
    }
    String connected = evidence.remoteAddress().getHostString();
    return evidence.route().resolved().contains(evidence.remoteAddress().getAddress())
        ? satisfied("connected to " + connected)
        : violatedAt("connection to " + facts.host())
            .found("connected to " + connected)
            .required("one of the addresses of the name")
            .remedy("look for something that redirects connections on this machine");
  }
}
