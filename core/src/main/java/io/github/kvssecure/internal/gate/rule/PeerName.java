package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.internal.gate.rule.Facts.Handshake;
import io.github.kvssecure.internal.gate.rule.Facts.HandshakeDone;
import io.github.kvssecure.internal.gate.rule.Facts.HandshakeFailed;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.Locale;

/**
 * NET-06: the TLS layer was told to verify the name, and the certificate names the host as a DNS
 * name. The second is looked at again here, apart from the TLS layer (RFC 9525: subject alternative
 * names only, a wildcard stands for one whole label).
 */
final class PeerName implements Rule<Handshake> {

  @Override
  public Control control() {
    return Control.NET_06;
  }

  @Override
  public Decision evaluate(Handshake facts, SecurityPolicy policy) {
    if (facts instanceof HandshakeDone done) {
      return evidence(facts, done.evidence());
    }
    HandshakeFailed failed = (HandshakeFailed) facts;
    return switch (failed.failure()) {
      case PEER_NAME, PEER_UNTRUSTED -> violation(facts, failed.message());
      case PROXY_UNPROVEN ->
          violatedAt("the proxy on the way to " + facts.host())
              .found(failed.message())
              .required("a trusted certificate with the DNS name of the proxy")
              .remedy(
                  "nothing was sent, and no password; correct the name in HTTPS_PROXY or"
                      + " https.proxyHost, or name the proxy's own authority with"
                      + " TlsPolicy.strict().trusting(label, certificate)");
      default -> notEvaluated("the handshake did not get that far");
    };
  }

  private Decision evidence(Handshake facts, ConnectionEvidence evidence) {
    if (!evidence.tls().endpointIdentification().equals("HTTPS")) {
      return violation(facts, "a TLS layer that was not told to verify the name");
    }
    boolean named =
        evidence.peer().dnsNames().stream().anyMatch(name -> covers(name, evidence.host()));
    return named
        ? satisfied("the certificate " + evidence.peer().sha256() + " names " + evidence.host())
        : violation(facts, "a certificate for " + evidence.peer().dnsNames());
  }

  private static boolean covers(String name, String host) {
    String pattern = name.toLowerCase(Locale.ROOT);
    String wanted = host.toLowerCase(Locale.ROOT);
    if (!pattern.startsWith("*.")) {
      return pattern.equals(wanted);
    }
    int dot = wanted.indexOf('.');
    return dot > 0 && wanted.substring(dot).equals(pattern.substring(1));
  }

  private Decision violation(Handshake facts, String found) {
    return violatedAt("connection to " + facts.host())
        .found(found)
        .required("a trusted certificate with the DNS name " + facts.host())
        .remedy(
            "nothing was sent; somebody else answers for this name: look for a proxy that opens TLS,"
                + " or a changed DNS");
  }
}
