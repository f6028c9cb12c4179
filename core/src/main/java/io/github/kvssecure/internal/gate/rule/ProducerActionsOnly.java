package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.IdentityFacts.ActionUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.Set;
import java.util.TreeSet;

/** IAM-10: a producer makes a producer's calls only. */
final class ProducerActionsOnly implements Rule<ActionUse> {

  /**
   * What a producer may be asked for.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/security-best-practices.html">security
   *     best practices of KVS</a>
   */
  static final Set<String> ADMITTED =
      Set.of(
          "kinesisvideo:PutMedia",
          "kinesisvideo:GetDataEndpoint",
          "kinesisvideo:DescribeStream",
          "sts:GetCallerIdentity",
          "sts:AssumeRole",
          "sts:AssumeRoleWithWebIdentity");

  @Override
  public Control control() {
    return Control.IAM_10;
  }

  @Override
  public Decision evaluate(ActionUse facts, SecurityPolicy policy) {
    Set<String> beyond = new TreeSet<>(facts.actions());
    beyond.removeAll(ADMITTED);
    return beyond.isEmpty() || !facts.role().equals("producer")
        ? satisfied("a " + facts.role() + " may be asked for " + new TreeSet<>(facts.actions()))
        : violatedAt("credentials of the " + facts.role())
            .found("a call of " + String.join(", ", beyond))
            .required("no calls but " + new TreeSet<>(ADMITTED))
            .remedy(
                "let somebody else make the call: StreamSpec.Builder.createIfMissing("
                    + "administratorCredentialSource)");
  }
}
