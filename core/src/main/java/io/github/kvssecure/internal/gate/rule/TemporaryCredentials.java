package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.Facts.CredentialUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/**
 * IAM-02: a session token is there, and the access key id does not carry the prefix of a long-term
 * key. The token is the stronger sign; AWS says that prefixes can vary.
 */
final class TemporaryCredentials implements Rule<CredentialUse> {

  @Override
  public Control control() {
    return Control.IAM_02;
  }

  @Override
  public Decision evaluate(CredentialUse facts, SecurityPolicy policy) {
    boolean longTerm = facts.credentials().accessKeyId().startsWith("AKIA");
    if (facts.credentials().sessionToken().isPresent() && !longTerm) {
      return satisfied("a session token is present");
    }
    return violatedAt(facts.subject())
        .found(
            "a long-term access key "
                + facts.credentials().redactedAccessKeyId()
                + (longTerm ? "" : " without a session token"))
        .required("temporary credentials of a role, with a session token")
        .remedy(
            "CredentialSource.assumeRole(RoleArn.of(\"arn:aws:iam::ACCOUNT:role/ROLE\"), \"device-name\","
                + " CredentialSource.instanceRole())");
  }
}
