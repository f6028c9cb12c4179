package io.github.kvssecure.identity.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a policy document. Immutable. Of action and notAction at most one is not empty,
 * of resource and notResource too.
 *
 * @param effect what it does
 * @param actions patterns of actions it is about
 * @param notActions patterns of actions it is not about: it is about all others
 * @param resources patterns of resources it is about; empty in trust policies
 * @param notResources patterns of resources it is not about
 * @param conditions operator, then key, then values
 */
record PolicyStatement(
    Effect effect,
    List<String> actions,
    List<String> notActions,
    List<String> resources,
    List<String> notResources,
    Map<String, Map<String, List<String>>> conditions) {

  /** What a statement does. */
  enum Effect {
    /** It grants. */
    ALLOW,
    /** It takes away, whatever another statement grants. */
    DENY
  }

  private static final Set<String> MEMBERS =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");

  PolicyStatement {
    actions = List.copyOf(actions);
    notActions = List.copyOf(notActions);
    resources = List.copyOf(resources);
    notResources = List.copyOf(notResources);
    conditions = Map.copyOf(conditions);
  }

  static PolicyStatement of(Map<?, ?> members) {
    for (Object member : members.keySet()) {
      if (!MEMBERS.contains(String.valueOf(member))) {
        throw new IllegalArgumentException("a statement has no member \"" + member + "\"");
      }
    }
    Effect effect =
        switch (String.valueOf(members.get("Effect"))) {
          case "Allow" -> Effect.ALLOW;
          case "Deny" -> Effect.DENY;
          default ->
              throw new IllegalArgumentException("the effect of a statement is Allow or Deny");
        };
    if (members.containsKey("Action") == members.containsKey("NotAction")) {
      throw new IllegalArgumentException("a statement has either Action or NotAction");
    }
    if (members.containsKey("Resource") && members.containsKey("NotResource")) {
      throw new IllegalArgumentException("a statement has either Resource or NotResource");
    }
    return new PolicyStatement(
        effect,
        texts(members.get("Action")),
        texts(members.get("NotAction")),
        texts(members.get("Resource")),
        texts(members.get("NotResource")),
        conditions(members.get("Condition")));
  }

  private static Map<String, Map<String, List<String>>> conditions(@Nullable Object condition) {
    Map<String, Map<String, List<String>>> conditions = new LinkedHashMap<>();
    if (condition == null) {
      return conditions;
    }
    if (!(condition instanceof Map<?, ?> operators)) {
      throw new IllegalArgumentException("a condition is a JSON object");
    }
    operators.forEach(
        (operator, keys) -> {
          if (!(keys instanceof Map<?, ?> byKey)) {
            throw new IllegalArgumentException("a condition operator has a JSON object of keys");
          }
          Map<String, List<String>> values = new LinkedHashMap<>();
          byKey.forEach((key, value) -> values.put(String.valueOf(key), texts(value)));
          conditions.put(String.valueOf(operator), values);
        });
    return conditions;
  }

  private static List<String> texts(@Nullable Object value) {
    if (value == null) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (Object item : value instanceof List<?> several ? several : List.of(value)) {
      if (!(item instanceof String text)) {
        throw new IllegalArgumentException(
            "actions, resources and condition values are strings or arrays of strings");
      }
      texts.add(text);
    }
    return texts;
  }

  /** Whether it is about an action; upper and lower case do not count. */
  boolean coversAction(String action) {
    return actions.isEmpty()
        ? notActions.stream().noneMatch(pattern -> matches(pattern, action))
        : actions.stream().anyMatch(pattern -> matches(pattern, action));
  }

  /** Whether an action matches a pattern with {@code *} and {@code ?}. */
  static boolean matches(String pattern, String action) {
    StringBuilder regex = new StringBuilder();
    for (char c : pattern.toLowerCase(Locale.ROOT).toCharArray()) {
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL)
        .matcher(action.toLowerCase(Locale.ROOT))
        .matches();
  }
}
