package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyFound;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyHealth;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyUnanswered;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.stream.KeyArn;
import io.github.kvssecure.stream.KeyDescription;
import io.github.kvssecure.stream.KeyDescription.Life;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * KMS-04: the key is enabled, not about to be deleted, its material does not end soon, and its name
 * still means the same key. Without the key, stored media cannot be read any more.
 */
final class HealthyKey implements Rule<KeyHealth> {

  /** As long as the longest waiting period of a deletion, so that both are seen in time. */
  private static final Duration SOON = Duration.ofDays(30);

  @Override
  public Control control() {
    return Control.KMS_04;
  }

  @Override
  public Decision evaluate(KeyHealth facts, SecurityPolicy policy) {
    if (facts.lookup() instanceof KeyUnanswered unanswered) {
      return notEvaluated(unanswered.reason());
    }
    if (!(facts.lookup() instanceof KeyFound found)) {
      return violation(facts, "a key that KMS does not know any more");
    }
    KeyDescription key = found.key();
    return problem(facts, key)
        .map(problem -> violation(facts, problem))
        .orElseGet(() -> satisfied(key.arn() + " is enabled and stays so"));
  }

  private static Optional<String> problem(KeyHealth facts, KeyDescription key) {
    Optional<KeyArn> expected = facts.expected();
    if (expected.isPresent() && !expected.get().equals(key.arn())) {
      return Optional.of("an alias that now means " + key.arn() + " in place of " + expected.get());
    }
    if (!key.kind().encryptsStreams()) {
      return Optional.of("a key of kind " + key.kind().spec() + " for " + key.kind().usage());
    }
    Life life = key.life();
    if (life.deletion().isPresent()) {
      return Optional.of("a key that is deleted at " + life.deletion().get());
    }
    if (!life.isEnabled()) {
      return Optional.of("a key in state " + life.state());
    }
    Instant soon = facts.now().plus(SOON);
    return life.materialEnds()
        .filter(end -> end.isBefore(soon))
        .map(end -> "key material that ends at " + end);
  }

  private Decision violation(KeyHealth facts, String found) {
    return violatedAt("key " + facts.key())
        .found(found)
        .required("an Enabled key without a date of deletion, and without an end within 30 days")
        .remedy(
            "ask the owner of the key whether this is meant: without it, media that is stored cannot be"
                + " read again; aws kms cancel-key-deletion and enable-key undo it, importing the"
                + " material again puts its end off");
  }
}
