package io.github.kvssecure.identity.policy;

import io.github.kvssecure.identity.policy.PolicyStatement.Effect;
import java.util.ArrayList;
import java.util.List;

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
      LintedStatement one = new LintedStatement(document, i, findings);
      // A Deny for too much is no danger; one that matches nothing is.
      new SpellingTraps(one).look();
      if (one.statement().effect() == Effect.ALLOW) {
        new ActionTraps(one, purpose).look();
        new ResourceTraps(one).look();
      }
    }
    return List.copyOf(findings);
  }
}
