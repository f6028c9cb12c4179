package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.KeyFacts.NamedKey;
import io.github.kvssecure.internal.gate.rule.KeyFacts.PinnedStream;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.stream.KeyArn;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamPin;
import java.util.Optional;

/**
 * KMS-06: the stream is the one that was pinned, not another one of its name. The ARN ends with the
 * time of creation, and the key of a stream never changes, so a difference in either proves that
 * the stream was made again.
 */
final class StreamAsPinned implements Rule<PinnedStream> {

  @Override
  public Control control() {
    return Control.KMS_06;
  }

  @Override
  public Decision evaluate(PinnedStream facts, SecurityPolicy policy) {
    if (facts.pin().isEmpty()) {
      return notEvaluated("the spec pins nothing; .pinnedTo(...) does");
    }
    StreamPin pin = facts.pin().get();
    if (facts.description().isEmpty()) {
      return violation(pin, "no stream of this name: it was deleted");
    }
    String reported = facts.description().get().arn();
    if (!reported.equals(pin.stream().value())) {
      return violation(pin, differing(pin.stream(), reported));
    }
    if (facts.key().isEmpty()) {
      return notEvaluated("the service reports no key, or one of unknown form");
    }
    NamedKey key = facts.key().get();
    Optional<KeyArn> arn = key.arn();
    if (arn.isEmpty()) {
      return notEvaluated("which key " + key.name() + " means is not known");
    }
    return arn.get().equals(pin.key())
        ? satisfied(pin.toString())
        : violation(pin, "another key: " + arn.get());
  }

  private static String differing(StreamArn pinned, String reported) {
    Optional<StreamArn> arn = StreamArn.parse(reported);
    boolean madeAgain =
        arn.isPresent()
            && arn.get().name().equals(pinned.name())
            && arn.get().account().equals(pinned.account())
            && arn.get().region().equals(pinned.region());
    if (madeAgain) {
      return "a stream that was deleted and made again: " + arn.get();
    }
    return arn.map(other -> "another stream: " + other).orElse("a reported ARN of another shape");
  }

  private Decision violation(StreamPin pin, String found) {
    return violatedAt("stream " + pin.stream().name())
        .found(found)
        .required(pin.toString())
        .remedy(
            "find out who replaced the stream; if it is meant, pin it again on purpose:"
                + " PinFile.at(path).repin(oldPin, newPin)");
  }
}
