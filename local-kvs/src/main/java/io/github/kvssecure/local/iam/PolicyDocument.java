package io.github.kvssecure.local.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.kvssecure.local.http.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** A parsed IAM policy document. Immutable. */
public final class PolicyDocument {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final List<Statement> statements;
  private final List<Trust> trusts;

  /**
   * A statement of a trust policy.
   *
   * @param principals of AWS that it names
   * @param services that it names
   * @param statement its effect and conditions
   */
  private record Trust(List<String> principals, List<String> services, Statement statement) {
    boolean names(Predicate<String> principal, Map<String, String> context) {
      return principals.stream().anyMatch(principal) && statement.conditionsHold(context);
    }

    boolean applies(String service, Map<String, String> context) {
      return services.contains(service) && statement.conditionsHold(context);
    }
  }

  private PolicyDocument(List<Statement> statements, List<Trust> trusts) {
    this.statements = statements;
    this.trusts = trusts;
  }

  /**
   * Parses a document.
   *
   * @throws ServiceException {@code MalformedPolicyDocument} when it is not a policy of version
   *     2012-10-17 whose statements have an effect, an action and a resource with a complete ARN or
   *     {@code *}
   */
  public static PolicyDocument identity(String json) throws ServiceException {
    List<Statement> statements = new ArrayList<>();
    for (JsonNode statement : statements(json)) {
      statements.add(new Statement(statement));
    }
    return new PolicyDocument(statements, List.of());
  }

  /** Parses the statements of a policy, each with an effect, an action and a resource. */
  static List<JsonNode> statements(String json) throws ServiceException {
    List<JsonNode> statements = statementsOf(parse(json));
    for (JsonNode statement : statements) {
      requireComplete(statement);
    }
    return statements;
  }

  /**
   * Parses a trust policy. What counts are the statements about {@code sts:AssumeRole}. An Allow
   * with a condition that is unknown here allows nothing, and a Deny denies.
   *
   * @throws ServiceException {@code MalformedPolicyDocument} when it is not a policy
   */
  public static PolicyDocument trust(String json) throws ServiceException {
    List<Trust> trusts = new ArrayList<>();
    for (JsonNode statement : statementsOf(parse(json))) {
      if (isAboutAssumeRole(statement)) {
        JsonNode principal = statement.path("Principal");
        trusts.add(
            new Trust(
                Statement.texts(principal.isObject() ? principal.path("AWS") : principal),
                Statement.texts(principal.path("Service")),
                new Statement(statement)));
      }
    }
    return new PolicyDocument(List.of(), trusts);
  }

  private static boolean isAboutAssumeRole(JsonNode statement) {
    return Statement.texts(statement.path("Action")).stream()
        .anyMatch(a -> Wildcard.matches(a.toLowerCase(Locale.ROOT), "sts:assumerole"));
  }

  /** Tells whether a statement allows the action and none denies it. */
  public boolean allows(String action, String resource, Map<String, String> context) {
    return !denies(action, resource, context)
        && statements.stream().anyMatch(s -> !s.deny() && s.applies(action, resource, context));
  }

  /** Tells whether a statement denies the action. */
  boolean denies(String action, String resource, Map<String, String> context) {
    return statements.stream().anyMatch(s -> s.deny() && s.applies(action, resource, context));
  }

  /** Tells whether a trust policy names the caller itself, or everybody. */
  boolean trustsByName(Caller caller, Map<String, String> context) {
    return trusts.stream()
        .anyMatch(t -> !t.statement().deny() && t.names(caller::isNamedBy, context));
  }

  /** Tells whether a trust policy leaves it to the policies of the caller's account. */
  boolean trustsAccountOf(Caller caller, Map<String, String> context) {
    return trusts.stream()
        .anyMatch(t -> !t.statement().deny() && t.names(caller::isOfAccount, context));
  }

  /** Tells whether a trust policy denies the caller or its account. */
  boolean distrusts(Caller caller, Map<String, String> context) {
    return trusts.stream()
        .anyMatch(
            t ->
                t.statement().deny()
                    && t.names(p -> caller.isNamedBy(p) || caller.isOfAccount(p), context));
  }

  /**
   * Tells whether a trust policy lets a service assume the role, and nothing denies it.
   *
   * @param context of the request, keys in lower case
   */
  public boolean trustsService(String service, Map<String, String> context) {
    List<Statement> about =
        trusts.stream()
            .filter(trust -> trust.applies(service, context))
            .map(Trust::statement)
            .toList();
    return !about.isEmpty() && about.stream().noneMatch(Statement::deny);
  }

  private static JsonNode parse(String json) throws ServiceException {
    try {
      JsonNode root = JSON.readTree(json);
      if (root.isObject() && root.path("Version").asText().equals("2012-10-17")) {
        return root;
      }
    } catch (JsonProcessingException e) {
      throw malformed("Syntax errors in policy.");
    }
    throw malformed("Policy must be a JSON object of version 2012-10-17.");
  }

  private static List<JsonNode> statementsOf(JsonNode root) throws ServiceException {
    JsonNode statement = root.path("Statement");
    List<JsonNode> all = new ArrayList<>();
    if (statement.isObject()) {
      all.add(statement);
    } else {
      statement.forEach(all::add);
    }
    if (all.isEmpty()) {
      throw malformed("Policy has no statement.");
    }
    return all;
  }

  private static void requireComplete(JsonNode statement) throws ServiceException {
    String effect = statement.path("Effect").asText();
    if (!effect.equals("Allow") && !effect.equals("Deny")) {
      throw malformed("Effect must be Allow or Deny.");
    }
    if (statement.has("Action") == statement.has("NotAction")) {
      throw malformed("A statement needs exactly one of Action and NotAction.");
    }
    if (statement.has("Resource") == statement.has("NotResource")) {
      throw malformed("A statement needs exactly one of Resource and NotResource.");
    }
    for (String action : Statement.texts(statement.path("Action"))) {
      if (!action.equals("*") && action.indexOf(':') < 1) {
        throw malformed("Actions must be prefixed with a vendor, e.g. kinesisvideo:PutMedia.");
      }
    }
    for (String resource : Statement.texts(statement.path("Resource"))) {
      if (!resource.equals("*") && resource.split(":", 6).length < 6) {
        throw malformed("Resource must be in ARN format or \"*\".");
      }
    }
  }

  static ServiceException malformed(String message) {
    return new ServiceException(400, "MalformedPolicyDocument", message);
  }
}
