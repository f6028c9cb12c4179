package io.github.kvssecure.local.iam;

import io.github.kvssecure.local.http.ServiceException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Who makes a call, as established by a verified signature. Immutable.
 *
 * @param arn ARN as GetCallerIdentity reports it
 * @param userId unique id as GetCallerIdentity reports it
 * @param accessKeyId the key that signed
 * @param chained whether the session was made by AssumeRole, so that a further AssumeRole would be
 *     role chaining
 * @param variables values of policy variables such as {@code credentials-iot:ThingName}
 * @param policies identity policy and, for a scoped session, the session policy: all must allow
 */
public record Caller(
    String arn,
    String userId,
    String accessKeyId,
    boolean chained,
    Map<String, String> variables,
    List<PolicyDocument> policies) {

  /** Copies the collections. */
  public Caller {
    variables = Map.copyOf(variables);
    policies = List.copyOf(policies);
  }

  /** Returns the account of the ARN. */
  public String account() {
    return arn.split(":", 6)[4];
  }

  /** Tells whether every policy allows the action on the resource. */
  public boolean may(String action, String resource, Map<String, String> context) {
    Map<String, String> full = complete(context);
    return policies.stream().allMatch(p -> p.allows(action, resource, full));
  }

  /**
   * Tells whether the caller may do what a resource policy of the own account allows to it by name:
   * the identity policy must not deny, the session policy must allow.
   */
  public boolean mayByResourcePolicy(String action, String resource, Map<String, String> context) {
    Map<String, String> full = complete(context);
    return policies.stream().noneMatch(p -> p.denies(action, resource, full))
        && policies.stream().skip(1).allMatch(p -> p.allows(action, resource, full));
  }

  /** Returns the values of condition keys and policy variables, by their names in lower case. */
  Map<String, String> complete(Map<String, String> context) {
    Map<String, String> full = new HashMap<>();
    full.put("aws:securetransport", "true");
    variables.forEach((key, value) -> full.put(key.toLowerCase(Locale.ROOT), value));
    context.forEach((key, value) -> full.put(key.toLowerCase(Locale.ROOT), value));
    return full;
  }

  /** Tells whether a principal of a policy means this caller: its ARN, its role's, or everybody. */
  boolean isNamedBy(String principal) {
    return principal.equals("*") || principal.equals(arn) || principal.equals(principalArn());
  }

  /** Tells whether a principal of a policy means the account of this caller. */
  boolean isOfAccount(String principal) {
    return principal.equals(account()) || principal.endsWith(":iam::" + account() + ":root");
  }

  /** Returns what policies name: the role of a session, or the user. */
  String principalArn() {
    String[] parts = arn.split(":assumed-role/", 2);
    return parts.length == 2
        ? "arn:aws:iam::" + account() + ":role/" + parts[1].split("/", 2)[0]
        : arn;
  }

  /**
   * Refuses unless every policy allows the action on the resource.
   *
   * @throws ServiceException {@code AccessDeniedException}, status 403, in the words of the real
   *     service
   */
  public void require(String action, String resource) throws ServiceException {
    require(action, resource, Map.of());
  }

  /**
   * Refuses unless every policy allows the action on the resource.
   *
   * @param context values of condition keys; of several values, each in a line of its own
   * @throws ServiceException {@code AccessDeniedException}, status 403, in the words of the real
   *     service
   */
  public void require(String action, String resource, Map<String, String> context)
      throws ServiceException {
    if (!may(action, resource, context)) {
      throw new ServiceException(
          403,
          "AccessDeniedException",
          "User: "
              + arn
              + " is not authorized to perform: "
              + action
              + " on resource: "
              + resource);
    }
  }
}
