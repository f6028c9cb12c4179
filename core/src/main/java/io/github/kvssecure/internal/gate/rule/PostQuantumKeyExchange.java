package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.NetworkFacts.TlsEnvironment;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import java.util.Locale;

/**
 * NET-14: the JVM, or the provider that is plugged in, offers a post-quantum key exchange. JSSE
 * does not tell which was used; CloudTrail does.
 */
final class PostQuantumKeyExchange implements Rule<TlsEnvironment> {

  @Override
  public Control control() {
    return Control.NET_14;
  }

  @Override
  public Decision evaluate(TlsEnvironment facts, SecurityPolicy policy) {
    if (facts.namedGroups().isEmpty()) {
      return notEvaluated(
          "the provider of TLS does not tell which groups it offers; that of JDK 20 and newer"
              + " does");
    }
    boolean offered =
        facts.namedGroups().stream()
            .anyMatch(group -> group.toUpperCase(Locale.ROOT).contains("MLKEM"));
    if (offered) {
      return satisfied("offered: " + facts.namedGroups());
    }
    if (policy.severityOf(control()) == Severity.INFORM) {
      return notEvaluated(
          "TLS offers classical groups only, and the policy does not ask for more:"
              + " .raise(Control.NET_14, Severity.BLOCK) does");
    }
    return violatedAt("TLS")
        .found("classical groups only: " + facts.namedGroups())
        .required("a hybrid with ML-KEM among them, where both sides can")
        .remedy("a JDK or a provider with X25519MLKEM768: TlsPolicy.strict().through(provider)");
  }
}
