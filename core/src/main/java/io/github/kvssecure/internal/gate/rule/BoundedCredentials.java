package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.Facts.CredentialUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** IAM-05: the credentials say when they end; not too late, and not before they are of use. */
final class BoundedCredentials implements Rule<CredentialUse> {

  /** The SDK's providers know the end of what these services gave, and keep it to themselves. */
  private static final String UNKNOWN_END =
      "the credential source does not say when its credentials end; in place of a provider of the SDK"
          + " for an instance, a container or a profile of IAM Identity Center write"
          + " CredentialSource.instanceRole(), .containerRole() or .profile(NAME)";

  @Override
  public Control control() {
    return Control.IAM_05;
  }

  @Override
  public Decision evaluate(CredentialUse facts, SecurityPolicy policy) {
    Optional<Instant> end = facts.credentials().expiration();
    if (end.isEmpty()) {
      return notEvaluated(UNKNOWN_END);
    }
    Duration remaining = Duration.between(facts.now(), end.get());
    if (remaining.compareTo(policy.minCredentialRemaining()) < 0) {
      return violatedAt(facts.subject())
          .found(
              remaining.isNegative()
                  ? "credentials that ended at " + end.get()
                  : "credentials that end in " + remaining.toSeconds() + " s")
          .required(
              "at least " + policy.minCredentialRemaining().toSeconds() + " s of validity left")
          .remedy(
              "a provider that renews its credentials: CredentialSource.assumeRole(role,"
                  + " \"device-name\", base)");
    }
    if (remaining.compareTo(policy.maxCredentialLifetime()) > 0) {
      return violatedAt(facts.subject())
          .found("credentials that end only at " + end.get())
          .required("an end within " + policy.maxCredentialLifetime().toHours() + " h")
          .remedy(
              "CredentialSource.assumeRole(role, \"device-name\", base).lasting(Duration.ofHours(1))");
    }
    return satisfied("credentials end at " + end.get());
  }
}
