package io.github.kvssecure.identity.policy;

import io.github.kvssecure.identity.policy.PolicyFinding.Trap;
import io.github.kvssecure.identity.policy.PolicyLinter.Purpose;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Actions that an Allow grants without need, wildcards resolved. Not thread-safe. */
final class ActionTraps {

  private final LintedStatement linted;
  private final Purpose purpose;

  ActionTraps(LintedStatement linted, Purpose purpose) {
    this.linted = linted;
    this.purpose = purpose;
  }

  void look() {
    PolicyStatement statement = linted.statement();
    if (!statement.notActions().isEmpty()) {
      linted.found(
          Trap.ALLOW_NOT_ACTION,
          "NotAction " + statement.notActions(),
          "name what is allowed: " + KvsActions.PRODUCER);
    }
    Set<String> needless = new TreeSet<>();
    addNeedless(KvsActions.ALL, needless);
    addNeedless(KmsActions.ALL, needless);
    if (!needless.isEmpty()) {
      linted.found(
          Trap.NEEDLESS_ACTION,
          needless.size() > 8
              ? needless.size() + " actions, such as " + first(needless)
              : needless.stream().map(ActionTraps::shortened).toList().toString(),
          "allow only what the purpose " + purpose + " needs, without wildcards");
    }
  }

  private void addNeedless(Set<String> actions, Set<String> needless) {
    for (String action : actions) {
      if (linted.statement().coversAction(action)
          && !isNeeded(action)
          && !linted.document().alwaysDenies(action)) {
        needless.add(action);
      }
    }
  }

  /** Some are admitted that are not needed: they are in the guide's examples, and harmless. */
  private boolean isNeeded(String action) {
    if (action.equals(KmsActions.DESCRIBE)) {
      return true;
    }
    return purpose == Purpose.PRODUCER
        ? KvsActions.PRODUCER.contains(action)
            || action.equals("kinesisvideo:TagStream")
            || action.equals(KmsActions.GENERATE)
        : KvsActions.ADMINISTRATOR.contains(action);
  }

  private static List<String> first(Set<String> actions) {
    return actions.stream()
        .sorted((a, b) -> Boolean.compare(givesMediaAway(b), givesMediaAway(a)))
        .limit(4)
        .map(ActionTraps::shortened)
        .toList();
  }

  private static boolean givesMediaAway(String action) {
    return KvsActions.VIEWER.contains(action) || action.equals(KmsActions.DECRYPT);
  }

  private static String shortened(String action) {
    return action.startsWith(KvsActions.PREFIX)
        ? action.substring(KvsActions.PREFIX.length())
        : action;
  }
}
