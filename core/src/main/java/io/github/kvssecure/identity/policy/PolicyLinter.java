package io.github.kvssecure.identity.policy;

import io.github.kvssecure.identity.policy.PolicyFinding.Trap;
import io.github.kvssecure.identity.policy.PolicyStatement.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Finds what a policy document for KVS says and hardly means. Immutable and thread-safe; knows
 * nothing but the document.
 *
 * <p>Security: an empty answer does not mean that a principal may do no more: it can have other
 * policies. Statements about services other than KVS and KMS are not judged.
 */
public final class PolicyLinter {

  /** What the principal of a document is for. */
  public enum Purpose {
    /** It sends media. */
    PRODUCER,
    /** It makes and tags streams. */
    ADMINISTRATOR
  }

  private static final String OBSOLETE_PREFIX = "kinesis-video";
  private static final String OBSOLETE_ACTION = "kinesisvideo:getstreamingendpoint";
  private static final String DECRYPT = "kms:Decrypt";
  private static final String GENERATE = "kms:GenerateDataKey";

  private static final List<ArnShape> WITHOUT_CREATION =
      List.of(
          new ArnShape("arn:*:kinesisvideo:*:*:stream/*"),
          new ArnShape("arn:*:kinesisvideo:*:*:stream/*/"));

  /** Actions that cannot be limited to a stream, so that {@code *} is right for them. */
  private static final Set<String> WITHOUT_RESOURCE =
      Set.of("kinesisvideo:ListStreams", "kinesisvideo:ListSignalingChannels");

  private final Purpose purpose;

  private PolicyLinter(Purpose purpose) {
    this.purpose = purpose;
  }

  /**
   * A linter.
   *
   * @param purpose what the principal is for
   * @return the linter
   */
  public static PolicyLinter of(Purpose purpose) {
    return new PolicyLinter(purpose);
  }

  /**
   * Looks at a document.
   *
   * @param document any identity or session policy
   * @return what was found, in the order of the statements
   */
  public List<PolicyFinding> findings(PolicyDocument document) {
    List<PolicyFinding> findings = new ArrayList<>();
    for (int i = 0; i < document.statements().size(); i++) {
      new OneStatement(document, i, findings).look();
    }
    return List.copyOf(findings);
  }

  private final class OneStatement {

    private final PolicyDocument document;
    private final PolicyStatement statement;
    private final int number;
    private final List<PolicyFinding> findings;

    OneStatement(PolicyDocument document, int index, List<PolicyFinding> findings) {
      this.document = document;
      this.statement = document.statements().get(index);
      this.number = index + 1;
      this.findings = findings;
    }

    void look() {
      spelling();
      conditions();
      // A Deny for too much is no danger; one that matches nothing is.
      statement.resources().forEach(this::streamName);
      statement.notResources().forEach(this::streamName);
      if (statement.effect() == Effect.ALLOW) {
        actions();
        resources();
        keys();
      }
    }

    private void spelling() {
      List<String> all = new ArrayList<>(statement.actions());
      all.addAll(statement.notActions());
      for (String action : all) {
        String lower = action.toLowerCase(Locale.ROOT);
        if (lower.startsWith(OBSOLETE_PREFIX + ":")) {
          found(
              Trap.OBSOLETE_PREFIX,
              action,
              "write " + KvsActions.PREFIX + action.substring(action.indexOf(':') + 1));
        } else if (lower.equals(OBSOLETE_ACTION)) {
          found(Trap.OBSOLETE_ACTION, action, "write kinesisvideo:GetDataEndpoint");
        } else if (lower.startsWith(KvsActions.PREFIX)
            && KvsActions.ALL.stream().noneMatch(known -> PolicyStatement.matches(action, known))) {
          found(Trap.UNKNOWN_ACTION, action, "compare it with the list of actions of KVS");
        }
      }
    }

    private void conditions() {
      statement
          .conditions()
          .forEach(
              (operator, keys) ->
                  keys.forEach(
                      (key, values) -> {
                        String lower = key.toLowerCase(Locale.ROOT);
                        if (lower.startsWith(KvsActions.PREFIX)
                            || lower.startsWith(OBSOLETE_PREFIX + ":")) {
                          found(
                              Trap.UNKNOWN_CONDITION_KEY,
                              key,
                              "KVS knows aws:RequestTag, aws:ResourceTag and aws:TagKeys only");
                        }
                        if (lower.equals("kms:viaservice")
                            && values.stream().anyMatch(v -> v.startsWith(OBSOLETE_PREFIX))) {
                          found(
                              Trap.OBSOLETE_PREFIX,
                              key + " " + values,
                              "write kinesisvideo.REGION.amazonaws.com");
                        }
                      }));
    }

    private void streamName(String resource) {
      if (ResourceKind.STREAM.isMeantBy(resource)
          && !ResourceKind.STREAM.canMatch(resource)
          && WITHOUT_CREATION.stream().anyMatch(shape -> shape.meets(resource))) {
        found(
            Trap.STREAM_WITHOUT_CREATION,
            resource,
            "write "
                + resource.replaceAll("/$", "")
                + "/*, because a stream's ARN ends in its creation time");
      }
    }

    private void actions() {
      if (!statement.notActions().isEmpty()) {
        found(
            Trap.ALLOW_NOT_ACTION,
            "NotAction " + statement.notActions(),
            "name what is allowed: " + KvsActions.PRODUCER);
      }
      Set<String> needless = new TreeSet<>();
      for (String action : KvsActions.ALL) {
        if (statement.coversAction(action) && !isNeeded(action) && !document.alwaysDenies(action)) {
          needless.add(action.substring(KvsActions.PREFIX.length()));
        }
      }
      if (statement.coversAction(DECRYPT) && !document.alwaysDenies(DECRYPT)) {
        needless.add(DECRYPT);
      }
      if (!needless.isEmpty()) {
        found(
            Trap.NEEDLESS_ACTION,
            needless.size() > 8
                ? needless.size() + " actions, such as " + first(needless)
                : needless.toString(),
            "allow only what the purpose " + purpose + " needs, without wildcards");
      }
    }

    private static List<String> first(Set<String> actions) {
      return actions.stream()
          .sorted((a, b) -> Boolean.compare(isViewer(b), isViewer(a)))
          .limit(4)
          .toList();
    }

    private static boolean isViewer(String action) {
      return KvsActions.VIEWER.contains(KvsActions.PREFIX + action);
    }

    private boolean isNeeded(String action) {
      return purpose == Purpose.PRODUCER
          ? KvsActions.PRODUCER.contains(action) || action.equals("kinesisvideo:TagStream")
          : KvsActions.ADMINISTRATOR.contains(action);
    }

    private void resources() {
      boolean aboutStreams =
          KvsActions.ALL.stream()
              .anyMatch(a -> !WITHOUT_RESOURCE.contains(a) && statement.coversAction(a));
      if (!aboutStreams) {
        return;
      }
      if (!statement.notResources().isEmpty()) {
        found(
            Trap.ALLOW_NOT_RESOURCE,
            "NotResource " + statement.notResources(),
            "name the stream: arn:aws:kinesisvideo:REGION:ACCOUNT:stream/NAME/*");
      }
      statement.resources().forEach(this::streams);
    }

    private void streams(String resource) {
      if (ResourceKind.STREAM.isEvery(resource)) {
        if (!isLimitedByTag()) {
          found(
              Trap.ANY_STREAM,
              resource,
              "name the stream: arn:aws:kinesisvideo:REGION:ACCOUNT:stream/NAME/*");
        }
        return;
      }
      if (ResourceKind.STREAM.isOpen(resource)) {
        found(
            Trap.STREAM_PREFIX,
            resource,
            "write stream/NAME/* with the full name: the slash right after it ends the name");
      }
      if (ResourceKind.STREAM.isAnywhere(resource)) {
        found(
            Trap.ANY_REGION_OR_ACCOUNT, resource, "write the Region and the account instead of *");
      }
    }

    private boolean isLimitedByTag() {
      return isLimitedTo(key -> key.startsWith("aws:resourcetag/"));
    }

    /** Negated operators and those that pass where the key is absent limit nothing. */
    private boolean isLimitedTo(Predicate<String> key) {
      return statement.conditions().entrySet().stream()
          .filter(e -> e.getKey().equals("StringEquals") || e.getKey().equals("StringLike"))
          .flatMap(e -> e.getValue().entrySet().stream())
          .anyMatch(
              e -> key.test(e.getKey().toLowerCase(Locale.ROOT)) && !e.getValue().contains("*"));
    }

    private void keys() {
      if (!statement.coversAction(GENERATE) || !statement.notActions().isEmpty()) {
        return;
      }
      if (statement.resources().stream().anyMatch(r -> r.equals("*") || r.endsWith(":key/*"))) {
        found(Trap.ANY_KEY, statement.resources().toString(), "name the key by its ARN");
      }
      if (!isLimitedTo("kms:viaservice"::equals)) {
        found(
            Trap.KEY_WITHOUT_VIA_SERVICE,
            GENERATE,
            "add the condition StringEquals kms:ViaService kinesisvideo.REGION.amazonaws.com");
      }
    }

    private void found(Trap trap, String found, String remedy) {
      findings.add(new PolicyFinding(trap, number, found, remedy));
    }
  }
}
