package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceRole;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/**
 * IOT-09: the role behind a device's credentials is the one the application expects. A role alias
 * that was pointed at an administrator's role would otherwise go unnoticed.
 */
final class ExpectedRole implements Rule<DeviceRole> {

  @Override
  public Control control() {
    return Control.IOT_09;
  }

  @Override
  public Decision evaluate(DeviceRole facts, SecurityPolicy policy) {
    if (facts.expected().isEmpty()) {
      return notEvaluated(
          "no expected role was named; write CredentialSource.iot(...).expectingRole(RoleArn.of(...))");
    }
    if (facts.caller().isEmpty()) {
      return notEvaluated("STS of the Region cannot be reached to ask whose credentials these are");
    }
    RoleArn role = facts.expected().get();
    CallerIdentity caller = facts.caller().get();
    return caller.account().equals(role.account()) && caller.arn().startsWith(sessionsOf(role))
        ? satisfied(caller.arn())
        : violatedAt("credentials of device " + facts.thing())
            .found(caller.arn())
            .required("a session of " + role)
            .remedy(
                "see what the role alias points to: aws iot describe-role-alias; if the new role is"
                    + " meant, .expectingRole(RoleArn.of(...))");
  }

  /** STS drops the path of a role from the ARN of its sessions. */
  private static String sessionsOf(RoleArn role) {
    String[] parts = role.value().split(":", 6);
    String name = parts[5].substring(parts[5].lastIndexOf('/') + 1);
    return "arn:" + parts[1] + ":sts::" + role.account() + ":assumed-role/" + name + "/";
  }
}
