package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.Facts.EndpointUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/**
 * WIRE-01: what GetDataEndpoint answers passes NET-01 and NET-02 before the first byte is sent, and
 * names no path.
 */
final class DataEndpointJudged implements Rule<EndpointUse> {

  private final HttpsEndpoint https = new HttpsEndpoint();
  private final KvsHost host = new KvsHost();

  @Override
  public Control control() {
    return Control.WIRE_01;
  }

  @Override
  public Decision evaluate(EndpointUse facts, SecurityPolicy policy) {
    String path = facts.uri().getRawPath();
    boolean bare = path == null || path.isEmpty() || path.equals("/");
    Decision scheme = https.evaluate(facts, policy);
    Decision name = host.evaluate(facts, policy);
    if (!bare || scheme instanceof Decision.Violated || name instanceof Decision.Violated) {
      return violatedAt(facts.purpose())
          .found(Loopback.printable(facts.uri()) + (bare ? "" : " with a path"))
          .required("an https host of KVS in " + facts.region() + " on port 443, without a path")
          .remedy(
              "nothing was sent; find out who answers GetDataEndpoint: a proxy, a stand-in or an"
                  + " endpoint override");
    }
    return scheme instanceof Decision.Satisfied && name instanceof Decision.Satisfied
        ? satisfied(Loopback.printable(facts.uri()))
        : notEvaluated(Loopback.reason(facts));
  }
}
