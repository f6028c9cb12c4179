package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.ProcessFacts.Exceptions;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Waiver;
import java.util.List;

/** BP-08: every exception from the policy has a reason and an end that comes. */
final class ExplicitExceptions implements Rule<Exceptions> {

  /** Long enough for any migration; whoever needs more decides again. */
  private static final int MAX_DAYS = 366;

  @Override
  public Control control() {
    return Control.BP_08;
  }

  @Override
  public Decision evaluate(Exceptions facts, SecurityPolicy policy) {
    List<String> endless =
        facts.waivers().stream()
            .filter(waiver -> waiver.until().isAfter(facts.today().plusDays(MAX_DAYS)))
            .map(ExplicitExceptions::described)
            .toList();
    return endless.isEmpty()
        ? satisfied(
            "waivers "
                + facts.waivers().stream().map(ExplicitExceptions::described).toList()
                + ", insecure options "
                + facts.insecureOptions().size())
        : violatedAt("policy")
            .found("waivers that hold for more than a year: " + endless)
            .required("waivers that end within " + MAX_DAYS + " days")
            .remedy(
                "SecurityPolicy.insecurelyWaive(control, reason, LocalDate.now().plusMonths(3))");
  }

  private static String described(Waiver waiver) {
    return waiver.control().id() + " until " + waiver.until();
  }
}
