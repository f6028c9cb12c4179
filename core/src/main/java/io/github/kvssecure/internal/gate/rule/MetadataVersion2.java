package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.IdentityFacts.MetadataUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/**
 * IAM-07: instance metadata is read by version 2 only. Version 1 answers any request that is
 * forwarded to it.
 */
final class MetadataVersion2 implements Rule<MetadataUse> {

  @Override
  public Control control() {
    return Control.IAM_07;
  }

  @Override
  public Decision evaluate(MetadataUse facts, SecurityPolicy policy) {
    return switch (facts.reader()) {
      case NONE -> satisfied("the credential source reads no instance metadata");
      case VERSION_2_ONLY -> satisfied("this library's source never falls back to version 1");
      case TURNED_OFF -> satisfied("version 1 is turned off for this process");
      case UNKNOWN -> notEvaluated("the provider may read instance metadata itself");
      case MAY_FALL_BACK ->
          violatedAt(facts.subject())
              .found("a provider that falls back to version 1 of the instance metadata service")
              .required("version 2 only")
              .remedy(
                  "CredentialSource.instanceRole(), or AWS_EC2_METADATA_V1_DISABLED=true in the"
                      + " environment");
    };
  }
}
