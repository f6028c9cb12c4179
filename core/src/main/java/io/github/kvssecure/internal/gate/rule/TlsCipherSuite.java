package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.Facts.Handshake;
import io.github.kvssecure.internal.gate.rule.Facts.HandshakeDone;
import io.github.kvssecure.internal.gate.rule.Facts.HandshakeFailed;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.spi.UploadException.Failure;
import java.util.regex.Pattern;

/**
 * NET-05: forward secrecy (TLS 1.3, or ECDHE) and authenticated encryption (GCM or ChaCha20).
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/infrastructure-security.html">Infrastructure
 *     security</a>
 */
final class TlsCipherSuite implements Rule<Handshake> {

  private static final Pattern ADMITTED =
      Pattern.compile(
          "TLS_(?:ECDHE_(?:ECDSA|RSA)_WITH_)?(?:AES_(?:128|256)_GCM_SHA(?:256|384)|CHACHA20_POLY1305_SHA256)");

  @Override
  public Control control() {
    return Control.NET_05;
  }

  @Override
  public Decision evaluate(Handshake facts, SecurityPolicy policy) {
    if (facts instanceof HandshakeDone done) {
      String suite = done.evidence().tls().cipherSuite();
      return ADMITTED.matcher(suite).matches() ? satisfied(suite) : violation(facts, suite);
    }
    HandshakeFailed failed = (HandshakeFailed) facts;
    return failed.failure() == Failure.TLS_NEGOTIATION
        ? violation(facts, "no common version or cipher suite: " + failed.message())
        : notEvaluated("the handshake did not get that far");
  }

  private Decision violation(Handshake facts, String found) {
    return violatedAt("connection to " + facts.host())
        .found(found)
        .required("a cipher suite with ECDHE and GCM or ChaCha20-Poly1305, or one of TLS 1.3")
        .remedy("nothing was sent; something between here and KVS speaks weak TLS: remove it");
  }
}
