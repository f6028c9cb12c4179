package io.github.kvssecure.identity.policy;

import io.github.kvssecure.identity.policy.PolicyFinding.Trap;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * A statement that is looked at. Not thread-safe.
 *
 * @param document that it stands in
 * @param index of the statement
 * @param findings where what is found is added
 */
record LintedStatement(PolicyDocument document, int index, List<PolicyFinding> findings) {

  PolicyStatement statement() {
    return document.statements().get(index);
  }

  void found(Trap trap, String found, String remedy) {
    findings.add(new PolicyFinding(trap, index + 1, found, remedy));
  }

  boolean coversAnyOf(Collection<String> actions) {
    return actions.stream().anyMatch(statement()::coversAction);
  }

  /**
   * Whether a condition asks for values that limit. Negated operators and those that pass where the
   * key is absent limit nothing.
   *
   * @param key tells the condition keys that count, in lower case
   * @param limit tells the values that limit; all of a key must, since one is enough to pass
   */
  boolean isLimitedTo(Predicate<String> key, Predicate<String> limit) {
    return isLimitedTo("", key, limit);
  }

  /**
   * Whether only keys with certain aliases are meant. A key can have several, so that the operator
   * says how many must be among the values; of a key without any, {@code ForAllValues} is true.
   */
  boolean isLimitedToAliases() {
    return isLimitedTo(
        "ForAnyValue:",
        "kms:resourcealiases"::equals,
        alias -> !alias.matches("[*?]+|(?i:alias/)[*?]+"));
  }

  private boolean isLimitedTo(String set, Predicate<String> key, Predicate<String> limit) {
    return statement().conditions().entrySet().stream()
        .filter(
            e -> e.getKey().equals(set + "StringEquals") || e.getKey().equals(set + "StringLike"))
        .flatMap(e -> e.getValue().entrySet().stream())
        .anyMatch(
            e ->
                key.test(e.getKey().toLowerCase(Locale.ROOT))
                    && e.getValue().stream().allMatch(limit));
  }
}
