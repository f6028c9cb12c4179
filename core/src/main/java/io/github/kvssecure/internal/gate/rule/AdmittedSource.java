package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.identity.CredentialKind;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.SourceUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.Set;
import java.util.TreeSet;

/** IAM-06: credentials come from an admitted kind of source, and nobody wrote keys down. */
final class AdmittedSource implements Rule<SourceUse> {

  @Override
  public Control control() {
    return Control.IAM_06;
  }

  @Override
  public Decision evaluate(SourceUse facts, SecurityPolicy policy) {
    if (facts.writtenAt().isPresent()) {
      return violatedAt(facts.subject())
          .found("keys that are written down in " + facts.writtenAt().get())
          .required("credentials that are made on demand and end by themselves")
          .remedy(
              "remove them there, and write CredentialSource.instanceRole(), .containerRole(),"
                  + " .webIdentity(...), .credentialProcess(...) or .assumeRole(role, \"device-name\","
                  + " base)");
    }
    Set<CredentialKind> admitted = new TreeSet<>(policy.identity().kinds());
    return admitted.isEmpty() || admitted.contains(facts.kind())
        ? satisfied("a source of kind " + facts.kind())
        : violatedAt(facts.subject())
            .found("a source of kind " + facts.kind())
            .required("a source of kind " + admitted)
            .remedy(
                "use such a source, or SecurityPolicy.strict().expecting(ExpectedIdentity.ANY.from("
                    + "CredentialKind."
                    + facts.kind()
                    + "))");
  }
}
