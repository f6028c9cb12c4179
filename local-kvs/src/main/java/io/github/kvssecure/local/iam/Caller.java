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

  /** Tells whether every policy allows the action on the resource. */
  public boolean may(String action, String resource, Map<String, String> context) {
    Map<String, String> full = new HashMap<>();
    full.put("aws:securetransport", "true");
    variables.forEach((key, value) -> full.put(key.toLowerCase(Locale.ROOT), value));
    context.forEach((key, value) -> full.put(key.toLowerCase(Locale.ROOT), value));
    return policies.stream().allMatch(p -> p.allows(action, resource, full));
  }

  /**
   * Refuses unless every policy allows the action on the resource.
   *
   * @throws ServiceException {@code AccessDeniedException}, status 403, in the words of the real
   *     service
   */
  public void require(String action, String resource) throws ServiceException {
    if (!may(action, resource, Map.of())) {
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
