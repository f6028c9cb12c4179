package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.NetworkFacts.TlsEnvironment;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;

/** NET-16: certificates are looked up for revocation. The JVM does not unless told to. */
final class RevocationChecked implements Rule<TlsEnvironment> {

  @Override
  public Control control() {
    return Control.NET_16;
  }

  @Override
  public Decision evaluate(TlsEnvironment facts, SecurityPolicy policy) {
    if (facts.revocationChecked()) {
      return satisfied("com.sun.net.ssl.checkRevocation is true");
    }
    if (policy.severityOf(control()) == Severity.INFORM) {
      return notEvaluated(
          "this JVM looks up no revocation, and the policy does not ask for it:"
              + " .raise(Control.NET_16, Severity.BLOCK) does");
    }
    return violatedAt("TLS of the JVM")
        .found("no look-up of revoked certificates")
        .required("com.sun.net.ssl.checkRevocation=true, where OCSP can be reached")
        .remedy("-Dcom.sun.net.ssl.checkRevocation=true -Dcom.sun.security.enableCRLDP=true");
  }
}
