package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.identity.policy.PolicyFinding;
import java.util.List;

/** What rules about policy documents look at. All immutable. */
public final class PolicyFacts {

  private PolicyFacts() {}

  /**
   * A policy document that the application supplied.
   *
   * @param name what the application calls it
   * @param findings what the linter found in it
   */
  public record SuppliedPolicy(String name, List<PolicyFinding> findings) {
    /** Copies the findings. */
    public SuppliedPolicy {
      findings = List.copyOf(findings);
    }
  }
}
