package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.identity.IamPolicyDocument;
import io.github.kvssecure.identity.policy.PolicyDocument;
import io.github.kvssecure.identity.policy.PolicyFinding;
import io.github.kvssecure.identity.policy.PolicyFinding.Trap;
import io.github.kvssecure.identity.policy.PolicyLinter;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * BP-09: a document grants and denies what it says. The AWS guide still asks producers for {@code
 * GetStreamingEndpoint}, which does not exist. Unlike KMS-11, which looks for words, this reads the
 * statements: an obsolete name in a comment-like Sid is no finding, and {@code stream/NAME} without
 * its creation time is one.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisvideostreams.html">actions
 *     of KVS</a>
 */
final class ExistingPermissions implements Rule<List<IamPolicyDocument>> {

  private static final Set<Trap> MATCHES_NOTHING =
      Set.of(Trap.OBSOLETE_PREFIX, Trap.OBSOLETE_ACTION, Trap.STREAM_WITHOUT_CREATION);

  @Override
  public Control control() {
    return Control.BP_09;
  }

  @Override
  public Decision evaluate(List<IamPolicyDocument> facts, SecurityPolicy policy) {
    if (facts.isEmpty()) {
      return notEvaluated("no IAM document was given; SecureProducer.Builder.reviewing does");
    }
    List<String> unread = new ArrayList<>();
    for (IamPolicyDocument document : facts) {
      List<PolicyFinding> wrong;
      try {
        wrong = wrong(PolicyDocument.parse(document.json()));
      } catch (IllegalArgumentException e) {
        unread.add(document.name() + ": " + e.getMessage());
        continue;
      }
      if (!wrong.isEmpty()) {
        return violatedAt("IAM document " + document.name())
            .found(String.join(", ", wrong.stream().map(PolicyFinding::found).toList()))
            .required("actions that exist, on resources that exist")
            .remedy(String.join("; ", wrong.stream().map(PolicyFinding::remedy).toList()));
      }
    }
    return unread.isEmpty()
        ? satisfied(facts.size() + " documents mean what they say")
        : notEvaluated("not a policy document: " + String.join("; ", unread));
  }

  private static List<PolicyFinding> wrong(PolicyDocument document) {
    return PolicyLinter.of(PolicyLinter.Purpose.PRODUCER).findings(document).stream()
        .filter(finding -> MATCHES_NOTHING.contains(finding.trap()))
        .toList();
  }
}
