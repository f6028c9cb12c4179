package io.github.kvssecure.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a policy document, limited to what identity and session policies of this library
 * use. Immutable.
 */
final class Statement {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([\\w:/-]+)\\}");

  /** That one is absent means that the request had none. */
  private static final Set<String> OF_THE_REQUEST =
      Set.of("kms:viaservice", "kms:calleraccount", "sts:externalid");

  /** In the context of every request that carries tags, hence the sign that it may. */
  private static final String TAG_KEYS = "aws:tagkeys";

  private static final String REQUEST_TAG = "aws:requesttag/";
  private static final String EVERY = "ForAllValues:";
  private static final String IF_EXISTS = "IfExists$";

  private final boolean deny;
  private final @Nullable List<String> actions;
  private final List<String> notActions;
  private final @Nullable List<String> resources;
  private final List<String> notResources;
  private final JsonNode condition;

  Statement(JsonNode json) {
    this.deny = json.path("Effect").asText().equals("Deny");
    this.actions = json.has("Action") ? texts(json.get("Action")) : null;
    this.notActions = texts(json.path("NotAction"));
    this.resources = json.has("Resource") ? texts(json.get("Resource")) : null;
    this.notResources = texts(json.path("NotResource"));
    this.condition = json.path("Condition");
  }

  boolean deny() {
    return deny;
  }

  boolean applies(String action, String resource, Map<String, String> context) {
    return names(actions, notActions, action.toLowerCase(Locale.ROOT), true)
        && names(resolved(resources, context), resolvedAll(notResources, context), resource, false)
        && conditionsHold(context);
  }

  private static @Nullable List<String> resolved(
      @Nullable List<String> patterns, Map<String, String> context) {
    return patterns == null ? null : resolvedAll(patterns, context);
  }

  /**
   * Fills in policy variables; a pattern with an unset one is left out, so that it matches nothing.
   */
  private static List<String> resolvedAll(List<String> patterns, Map<String, String> context) {
    List<String> filled = new ArrayList<>();
    for (String pattern : patterns) {
      Matcher variables = VARIABLE.matcher(pattern);
      String text =
          variables.replaceAll(
              v ->
                  Matcher.quoteReplacement(
                      context.getOrDefault(v.group(1).toLowerCase(Locale.ROOT), v.group())));
      if (!VARIABLE.matcher(text).find()) {
        filled.add(text);
      }
    }
    return filled;
  }

  private static boolean names(
      @Nullable List<String> patterns, List<String> excluded, String value, boolean lower) {
    if (patterns != null) {
      return matchesAny(patterns, value, lower);
    }
    return !excluded.isEmpty() && !matchesAny(excluded, value, lower);
  }

  private static boolean matchesAny(List<String> patterns, String value, boolean lower) {
    return patterns.stream()
        .anyMatch(p -> Wildcard.matches(lower ? p.toLowerCase(Locale.ROOT) : p, value));
  }

  /**
   * An operator or key unknown here makes an Allow not apply and a Deny apply: both ways the call
   * is refused. The condition keys of KMS, of external ids and of tags are known: one that is
   * absent was not in the request, and only the negated operators match it (IAM user guide,
   * "Condition operators").
   */
  boolean conditionsHold(Map<String, String> context) {
    for (var operator : condition.properties()) {
      for (var key : operator.getValue().properties()) {
        String name = key.getKey().toLowerCase(Locale.ROOT);
        Boolean holds =
            (isKnown(name, context) && !context.containsKey(name))
                ? evaluateAbsent(operator.getKey(), texts(key.getValue()))
                : evaluate(operator.getKey(), context.get(name), texts(key.getValue()));
        if (!(holds == null ? deny : holds)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isKnown(String key, Map<String, String> context) {
    return OF_THE_REQUEST.contains(key)
        || (key.startsWith(REQUEST_TAG) && context.containsKey(TAG_KEYS));
  }

  /**
   * A key with several values has them in lines; that of no value at all passes for every value.
   */
  private static @Nullable Boolean evaluate(
      String operator, @Nullable String actual, List<String> wanted) {
    if (operator.startsWith(EVERY) && actual != null) {
      String each = operator.substring(EVERY.length());
      return actual.lines().allMatch(value -> Boolean.TRUE.equals(evaluate(each, value, wanted)));
    }
    return switch (operator.replaceFirst(IF_EXISTS, "")) {
      case "Bool" ->
          actual == null ? null : (Boolean) wanted.stream().anyMatch(actual::equalsIgnoreCase);
      case "StringEquals" -> actual == null ? null : (Boolean) wanted.contains(actual);
      case "StringNotEquals" -> actual == null ? null : (Boolean) !wanted.contains(actual);
      case "StringLike", "ArnEquals", "ArnLike" ->
          actual == null ? null : (Boolean) matchesAny(wanted, actual, false);
      case "Null" -> actual == null ? null : (Boolean) wanted.contains("false");
      case "StringNotLike" -> actual == null ? null : (Boolean) !matchesAny(wanted, actual, false);
      default -> null;
    };
  }

  private static @Nullable Boolean evaluateAbsent(String operator, List<String> wanted) {
    return switch (operator) {
      case "StringEquals", "StringLike" -> false;
      case "StringNotEquals", "StringNotLike" -> true;
      case "Null" -> wanted.contains("true");
      case "StringEqualsIfExists",
          "StringLikeIfExists",
          "StringNotEqualsIfExists",
          "StringNotLikeIfExists" ->
          true;
      default -> null;
    };
  }

  static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(item -> texts.add(item.asText()));
    } else if (node.isValueNode()) {
      texts.add(node.asText());
    }
    return texts;
  }
}
