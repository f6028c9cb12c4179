package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.NetworkFacts.TlsEnvironment;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/** NET-16: certificates are looked up for revocation. The JVM does not unless told to. */
final class RevocationChecked implements Rule<TlsEnvironment> {

  @Override
  public Control control() {
    return Control.NET_16;
  }

  @Override
  public Decision evaluate(TlsEnvironment facts, SecurityPolicy policy) {
    return facts.revocationChecked()
        ? satisfied("com.sun.net.ssl.checkRevocation is true")
        : violatedAt("TLS of the JVM")
            .found("no look-up of revoked certificates")
            .required("com.sun.net.ssl.checkRevocation=true, where OCSP can be reached")
            .remedy("-Dcom.sun.net.ssl.checkRevocation=true -Dcom.sun.security.enableCRLDP=true");
  }
}
