package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.CreationFacts.Deletion;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamDescription;

/**
 * CP-05: a stream is deleted by ARN and version only, and only if it is still what the
 * administrator looked at: by name alone, a stream that was made again in the meantime would be
 * lost.
 */
final class DeletionAsSeen implements Rule<Deletion> {

  @Override
  public Control control() {
    return Control.CP_05;
  }

  @Override
  public Decision evaluate(Deletion facts, SecurityPolicy policy) {
    StreamDescription seen = facts.seen();
    if (StreamArn.parse(seen.arn()).isEmpty() || seen.version().isEmpty()) {
      return violation(facts, "a description without a usable ARN or without a version");
    }
    if (facts.present().isEmpty()) {
      return violation(facts, "no such stream any more");
    }
    StreamDescription present = facts.present().get();
    if (!present.arn().equals(seen.arn())) {
      return violation(facts, "another stream in its place: " + present.arn());
    }
    return present.version().equals(seen.version())
        ? satisfied(seen.arn() + " at version " + seen.version().get())
        : violation(facts, "a stream that has changed since it was looked at");
  }

  private Decision violation(Deletion facts, String found) {
    return violatedAt("deletion of " + facts.seen().arn())
        .found(found)
        .required("the stream with the ARN and the version that were looked at")
        .remedy(
            "nothing was deleted; describe the stream again, look at it, and delete that description");
  }
}
