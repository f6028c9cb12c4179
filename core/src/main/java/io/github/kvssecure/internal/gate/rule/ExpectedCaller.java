package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.CallerUse;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.KnownCaller;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.UnknownCaller;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * IAM-04: the caller is of the partition, an account and a role that are expected. Without a list
 * of accounts that is the account of the stream.
 */
final class ExpectedCaller implements Rule<CallerUse> {

  @Override
  public Control control() {
    return Control.IAM_04;
  }

  @Override
  public Decision evaluate(CallerUse facts, SecurityPolicy policy) {
    if (facts.caller() instanceof UnknownCaller unknown) {
      return notEvaluated(unknown.reason());
    }
    CallerIdentity caller = ((KnownCaller) facts.caller()).identity();
    String partition = facts.place().region().partition().id();
    if (!caller.partition().equals(partition)) {
      return violatedAt(facts.subject())
          .found("a caller of partition " + caller.partition() + ": " + caller.arn())
          .required("partition " + partition)
          .remedy("use credentials of the partition that the AwsRegion belongs to");
    }
    Set<String> accounts = accounts(facts, policy);
    if (!accounts.isEmpty() && !accounts.contains(caller.account())) {
      return violatedAt(facts.subject())
          .found("a caller of account " + caller.account())
          .required("account " + String.join(" or ", accounts))
          .remedy(
              "assume a role of that account, or SecurityPolicy.strict().expecting("
                  + "ExpectedIdentity.ANY.ofAccounts(\""
                  + caller.account()
                  + "\"))");
    }
    Set<String> roles = new TreeSet<>(policy.identity().roles());
    boolean limited = facts.role().equals("producer") && !roles.isEmpty();
    if (limited && !roles.contains(caller.roleName().orElse(""))) {
      return violatedAt(facts.subject())
          .found(caller.arn())
          .required("role " + String.join(" or ", roles))
          .remedy("assume one of these roles, or name this one in ExpectedIdentity.inRoles(...)");
    }
    return satisfied(
        caller.arn() + (accounts.isEmpty() ? "; the stream's account is not known yet" : ""));
  }

  private static Set<String> accounts(CallerUse facts, SecurityPolicy policy) {
    Set<String> named = new TreeSet<>(policy.identity().accounts());
    Optional<String> own = facts.place().streamAccount();
    return named.isEmpty() ? own.map(Set::of).orElse(Set.of()) : named;
  }
}
