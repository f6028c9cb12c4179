package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.CreationFacts.NewStream;
import io.github.kvssecure.internal.gate.rule.KeyFacts.NamedKey;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.stream.Retention;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * CP-02: a stream that was just made is the one that CreateStream named, with the key, the
 * retention and the media type that were asked for. One that is not is left as it is and not used:
 * a library that deletes streams needs a permission that is worse than the mistake.
 */
final class NewStreamAsAsked implements Rule<NewStream> {

  @Override
  public Control control() {
    return Control.CP_02;
  }

  @Override
  public Decision evaluate(NewStream facts, SecurityPolicy policy) {
    List<String> differences = new ArrayList<>();
    if (!facts.description().arn().equals(facts.made().value())) {
      differences.add("stream " + facts.description().arn() + " in place of " + facts.made());
    }
    Retention wanted = facts.spec().retention().orElse(Retention.NONE);
    if (!facts.description().retention().equals(wanted)) {
      differences.add("retention " + facts.description().retention() + " in place of " + wanted);
    }
    String mediaType = facts.spec().mediaType().value();
    if (!facts.description().mediaType().equals(Optional.of(mediaType))) {
      differences.add(
          "media type "
              + facts.description().mediaType().orElse("none")
              + " in place of "
              + mediaType);
    }
    Optional<Boolean> sameKey = isSameKey(facts);
    if (sameKey.isPresent() && !sameKey.get()) {
      differences.add(
          "key "
              + facts.actual().map(key -> key.name().value()).orElse("none")
              + " in place of "
              + facts.asked().map(key -> key.name().value()).orElse("the key that AWS manages"));
    }
    if (!differences.isEmpty()) {
      return violatedAt("new stream " + facts.spec().name())
          .found(String.join(", ", differences))
          .required("what was asked for")
          .remedy(
              "the stream was made and is not used; find out who answers for KVS here, then delete"
                  + " it by hand: StreamAdministration.delete");
    }
    return sameKey.isPresent()
        ? satisfied("key, retention and media type are what was asked for")
        : notEvaluated("whether the reported key is the one that was asked for is not known");
  }

  /** Empty if it cannot be told. */
  private static Optional<Boolean> isSameKey(NewStream facts) {
    if (facts.actual().isEmpty()) {
      return Optional.empty();
    }
    NamedKey actual = facts.actual().get();
    if (facts.asked().isEmpty()) {
      return Optional.of(actual.name().isAwsManagedAlias());
    }
    NamedKey asked = facts.asked().get();
    if (actual.name().equals(asked.name())) {
      return Optional.of(true);
    }
    if (actual.name().isAwsManagedAlias() || asked.name().isAwsManagedAlias()) {
      return Optional.of(false);
    }
    return asked.arn().isPresent() && actual.arn().isPresent()
        ? Optional.of(asked.arn().equals(actual.arn()))
        : Optional.empty();
  }
}
