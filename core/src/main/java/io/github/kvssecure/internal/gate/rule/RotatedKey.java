package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyRotationStatus;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.spi.KeyRotation;

/**
 * KMS-09: KMS replaces the material of the key at least once a year, which is its own default.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html">rotating
 *     keys</a>
 */
final class RotatedKey implements Rule<KeyRotationStatus> {

  private static final int LONGEST_PERIOD_DAYS = 365;

  @Override
  public Control control() {
    return Control.KMS_09;
  }

  @Override
  public Decision evaluate(KeyRotationStatus facts, SecurityPolicy policy) {
    if (facts.rotation().isEmpty()) {
      return notEvaluated(facts.reason());
    }
    KeyRotation rotation = facts.rotation().get();
    if (rotation instanceof KeyRotation.Unsupported) {
      return notEvaluated(
          "KMS cannot rotate a key with imported material or in a custom key store");
    }
    if (rotation instanceof KeyRotation.On on && on.periodDays() <= LONGEST_PERIOD_DAYS) {
      return satisfied("rotated every " + on.periodDays() + " days");
    }
    return violatedAt("key " + facts.key())
        .found(
            rotation instanceof KeyRotation.On on
                ? "rotation every " + on.periodDays() + " days"
                : "no rotation")
        .required("automatic rotation every " + LONGEST_PERIOD_DAYS + " days or sooner")
        .remedy("aws kms enable-key-rotation; id and ARN of the key stay the same");
  }
}
