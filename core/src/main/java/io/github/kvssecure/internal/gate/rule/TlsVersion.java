package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.Facts.Handshake;
import io.github.kvssecure.internal.gate.rule.Facts.HandshakeDone;
import io.github.kvssecure.internal.gate.rule.Facts.HandshakeFailed;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.spi.UploadException.Failure;
import java.util.Set;

/**
 * NET-04: TLS 1.2 or 1.3.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/infrastructure-security.html">Infrastructure
 *     security</a>
 */
final class TlsVersion implements Rule<Handshake> {

  private static final Set<String> ADMITTED = Set.of("TLSv1.2", "TLSv1.3");

  @Override
  public Control control() {
    return Control.NET_04;
  }

  @Override
  public Decision evaluate(Handshake facts, SecurityPolicy policy) {
    if (facts instanceof HandshakeDone done) {
      String protocol = done.evidence().tls().protocol();
      return ADMITTED.contains(protocol) ? satisfied(protocol) : violation(facts, protocol);
    }
    HandshakeFailed failed = (HandshakeFailed) facts;
    return failed.failure() == Failure.TLS_NEGOTIATION
        ? violation(facts, "no common version or cipher suite: " + failed.message())
        : notEvaluated("the handshake did not get that far");
  }

  private Decision violation(Handshake facts, String found) {
    return violatedAt("connection to " + facts.host())
        .found(found)
        .required("TLS 1.3, or TLS 1.2")
        .remedy("nothing was sent; something between here and KVS speaks an old TLS: remove it");
  }
}
