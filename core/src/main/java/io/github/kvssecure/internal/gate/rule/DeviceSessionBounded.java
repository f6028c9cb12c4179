package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceSession;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * IOT-08: what the credentials provider gave is a session that is alive and ends within the bound
 * of the policy, and never later than in 12 hours.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/iot/latest/apireference/API_CreateRoleAlias.html">credentialDurationSeconds:
 *     900 to 43200</a>
 */
final class DeviceSessionBounded implements Rule<DeviceSession> {

  private static final Duration LONGEST = Duration.ofHours(12);

  /** The provider's clock has seconds only, and the answer took its time. */
  private static final Duration ROUNDING = Duration.ofSeconds(5);

  @Override
  public Control control() {
    return Control.IOT_08;
  }

  @Override
  public Decision evaluate(DeviceSession facts, SecurityPolicy policy) {
    if (facts.credentials().sessionToken().isEmpty()
        || !facts.credentials().accessKeyId().startsWith("ASIA")) {
      return violation(
          facts, "an access key " + facts.credentials().redactedAccessKeyId() + " of no session");
    }
    Optional<Instant> end = facts.credentials().expiration();
    if (end.isEmpty()) {
      return violation(facts, "credentials without an end");
    }
    Duration life = Duration.between(facts.now(), end.get());
    if (life.isNegative() || life.isZero()) {
      return violation(facts, "credentials that ended at " + end.get());
    }
    if (life.compareTo(bound(policy).plus(ROUNDING)) > 0) {
      return violation(facts, "credentials that end only at " + end.get());
    }
    return satisfied("a session that ends at " + end.get());
  }

  private static Duration bound(SecurityPolicy policy) {
    Duration own = policy.maxCredentialLifetime();
    return own.compareTo(LONGEST) < 0 ? own : LONGEST;
  }

  private Decision violation(DeviceSession facts, String found) {
    return violatedAt("credentials of device " + facts.thing())
        .found(found)
        .required("a role session that is alive and ends within the bound of the policy")
        .remedy(
            "aws iot update-role-alias --role-alias ALIAS --credential-duration-seconds 3600, and"
                + " check the endpoint and this machine's clock");
  }
}
