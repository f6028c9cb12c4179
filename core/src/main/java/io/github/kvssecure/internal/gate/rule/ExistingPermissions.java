package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.identity.IamPolicyDocument;
import io.github.kvssecure.identity.policy.PolicyDocument;
import io.github.kvssecure.identity.policy.PolicyFinding;
import io.github.kvssecure.identity.policy.PolicyFinding.Level;
import io.github.kvssecure.identity.policy.PolicyLinter;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

  @Override
  public Control control() {
    return Control.BP_09;
  }

  @Override
  public Decision evaluate(List<IamPolicyDocument> facts, SecurityPolicy policy) {
    if (facts.isEmpty()) {
      return notEvaluated("no IAM document was given; SecureProducer.Builder.reviewing does");
    }
    Map<String, List<String>> found = new LinkedHashMap<>();
    Set<String> remedies = new LinkedHashSet<>();
    List<String> unread = new ArrayList<>();
    for (IamPolicyDocument document : facts) {
      try {
        for (PolicyFinding wrong : wrong(PolicyDocument.parse(document.json()))) {
          found.computeIfAbsent(document.name(), name -> new ArrayList<>()).add(wrong.found());
          remedies.add(wrong.remedy());
        }
      } catch (IllegalArgumentException e) {
        unread.add(document.name() + ": " + e.getMessage());
      }
    }
    if (!found.isEmpty()) {
      return violatedAt(IamDocuments.subject(found.keySet()))
          .found(IamDocuments.each(found))
          .required("actions, resources and condition keys that exist")
          .remedy(String.join("; ", remedies));
    }
    return unread.isEmpty()
        ? satisfied(facts.size() + " documents mean what they say")
        : notEvaluated("not a policy document: " + String.join("; ", unread));
  }

  private static List<PolicyFinding> wrong(PolicyDocument document) {
    return PolicyLinter.of(PolicyLinter.Purpose.PRODUCER).findings(document).stream()
        .filter(finding -> finding.trap().level() == Level.WRONG)
        .toList();
  }
}
