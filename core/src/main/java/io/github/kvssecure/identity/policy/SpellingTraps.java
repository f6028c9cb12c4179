package io.github.kvssecure.identity.policy;

import io.github.kvssecure.identity.policy.PolicyFinding.Trap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Names in a statement that match nothing. Not thread-safe. */
final class SpellingTraps {

  /** What older pages of the guide write for {@code kinesisvideo}. */
  static final String OBSOLETE_PREFIX = "kinesis-video";

  private static final String OBSOLETE_ACTION = "kinesisvideo:getstreamingendpoint";

  private static final List<ArnShape> WITHOUT_CREATION =
      List.of(
          new ArnShape("arn:*:kinesisvideo:*:*:stream/*"),
          new ArnShape("arn:*:kinesisvideo:*:*:stream/*/"));

  private static final ArnShape ALIAS = new ArnShape("arn:*:kms:*:*:alias/*");

  /** What is done with keys alone, so that no alias is asked for. */
  private static final Set<String> ABOUT_KEYS_ALONE = new TreeSet<>(KmsActions.ABOUT_KEYS);

  static {
    ABOUT_KEYS_ALONE.removeAll(KmsActions.ABOUT_ALIASES);
  }

  private final LintedStatement linted;

  SpellingTraps(LintedStatement linted) {
    this.linted = linted;
  }

  void look() {
    PolicyStatement statement = linted.statement();
    statement.actions().forEach(this::action);
    statement.notActions().forEach(this::action);
    statement
        .conditions()
        .forEach((operator, keys) -> keys.forEach((key, values) -> condition(key, values)));
    List<String> resources = new ArrayList<>(statement.resources());
    resources.addAll(statement.notResources());
    resources.forEach(this::streamName);
    aliases(resources);
    variables(resources);
  }

  /** Where actions on aliases stand beside others, the aliases are for them, if a key is there. */
  private void aliases(List<String> resources) {
    boolean isForAliases =
        linted.coversAnyOf(KmsActions.ABOUT_ALIASES)
            && resources.stream().anyMatch(ResourceKind.KEY::canMatch);
    if (isForAliases || !linted.coversAnyOf(ABOUT_KEYS_ALONE)) {
      return;
    }
    for (String resource : resources) {
      if (!ResourceKind.KEY.canMatch(resource) && isAlias(resource)) {
        linted.found(
            Trap.KEY_BY_ALIAS,
            resource,
            "name the key by its ARN, arn:aws:kms:REGION:ACCOUNT:key/KEY-ID, or limit key/* by"
                + " ForAnyValue:StringEquals kms:ResourceAliases alias/NAME");
      }
    }
  }

  /** Unlike other names, that of an alias may have slashes. */
  private static boolean isAlias(String resource) {
    return ALIAS.meets(resource.replaceAll("(?<=:alias/).*", "name"));
  }

  private void variables(List<String> resources) {
    if (linted.document().hasVariables()
        || !(linted.coversAnyOf(KvsActions.ALL) || linted.coversAnyOf(KmsActions.ALL))) {
      return;
    }
    List<String> literal = new ArrayList<>(resources);
    linted.statement().conditions().values().stream()
        .flatMap(keys -> keys.values().stream())
        .forEach(literal::addAll);
    literal.removeIf(text -> !text.contains("${"));
    if (!literal.isEmpty()) {
      linted.found(
          Trap.VARIABLE_IN_OLD_VERSION,
          String.join(", ", literal),
          "write \"Version\": \"2012-10-17\", without which ${...} means just these characters");
    }
  }

  private void action(String action) {
    String lower = action.toLowerCase(Locale.ROOT);
    if (lower.startsWith(OBSOLETE_PREFIX + ":")) {
      linted.found(
          Trap.OBSOLETE_PREFIX,
          action,
          "write " + KvsActions.PREFIX + action.substring(action.indexOf(':') + 1));
    } else if (lower.equals(OBSOLETE_ACTION)) {
      linted.found(Trap.OBSOLETE_ACTION, action, "write kinesisvideo:GetDataEndpoint");
    } else if (lower.startsWith(KvsActions.PREFIX)) {
      known(action, KvsActions.ALL, "KVS");
    } else if (lower.startsWith(KmsActions.PREFIX)) {
      known(action, KmsActions.ALL, "KMS");
    }
  }

  private void known(String action, Set<String> all, String service) {
    if (all.stream().noneMatch(known -> PolicyStatement.matches(action, known))) {
      linted.found(
          Trap.UNKNOWN_ACTION, action, "compare it with the list of actions of " + service);
    }
  }

  private void condition(String key, List<String> values) {
    String lower = key.toLowerCase(Locale.ROOT);
    if (lower.startsWith(KvsActions.PREFIX) || lower.startsWith(OBSOLETE_PREFIX + ":")) {
      linted.found(
          Trap.UNKNOWN_CONDITION_KEY,
          key,
          "KVS knows aws:RequestTag, aws:ResourceTag and aws:TagKeys only");
    }
    if (lower.equals("kms:viaservice")
        && values.stream().anyMatch(value -> value.startsWith(OBSOLETE_PREFIX))) {
      linted.found(
          Trap.OBSOLETE_PREFIX, key + " " + values, "write kinesisvideo.REGION.amazonaws.com");
    }
  }

  private void streamName(String resource) {
    if (ResourceKind.STREAM.isMeantBy(resource)
        && !ResourceKind.STREAM.canMatch(resource)
        && WITHOUT_CREATION.stream().anyMatch(shape -> shape.meets(resource))) {
      linted.found(
          Trap.STREAM_WITHOUT_CREATION,
          resource,
          "write "
              + resource.replaceAll("/$", "")
              + "/*, because a stream's ARN ends in its creation time");
    }
  }
}
