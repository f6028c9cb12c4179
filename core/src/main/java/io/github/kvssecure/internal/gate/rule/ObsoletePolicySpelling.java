package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.identity.IamPolicyDocument;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * KMS-11: IAM documents name actions that exist. Older pages of the AWS guide spell the prefix
 * {@code kinesis-video:} and name {@code GetStreamingEndpoint}; both match nothing, so a statement
 * with them allows less than it seems to, and a Deny denies nothing. A text without an Action in
 * quotes, such as YAML, is not one whose names can be told.
 */
final class ObsoletePolicySpelling implements Rule<List<IamPolicyDocument>> {

  private static final String OBSOLETE_PREFIX = "kinesis-video:";
  private static final String OBSOLETE_ACTION = "kinesisvideo:getstreamingendpoint";
  private static final Set<String> NAMES_OF_ACTIONS = Set.of("Action", "NotAction");

  @Override
  public Control control() {
    return Control.KMS_11;
  }

  @Override
  public Decision evaluate(List<IamPolicyDocument> facts, SecurityPolicy policy) {
    if (facts.isEmpty()) {
      return notEvaluated("no IAM document was given; SecureProducer.Builder.reviewing does");
    }
    Map<String, Set<String>> bad = new LinkedHashMap<>();
    List<String> unread = new ArrayList<>();
    for (IamPolicyDocument document : facts) {
      List<String> texts = document.texts();
      Set<String> obsolete = new TreeSet<>();
      texts.stream().filter(ObsoletePolicySpelling::isObsolete).forEach(obsolete::add);
      if (!obsolete.isEmpty()) {
        bad.computeIfAbsent(document.name(), name -> new TreeSet<>()).addAll(obsolete);
      } else if (texts.stream().noneMatch(NAMES_OF_ACTIONS::contains)) {
        unread.add(document.name());
      }
    }
    if (!bad.isEmpty()) {
      return violatedAt(IamDocuments.subject(bad.keySet()))
          .found("names that match nothing: " + IamDocuments.each(bad))
          .required("the prefix kinesisvideo: and actions that exist")
          .remedy(
              "write kinesisvideo: for kinesis-video:, and GetDataEndpoint for"
                  + " GetStreamingEndpoint");
    }
    return unread.isEmpty()
        ? satisfied(facts.size() + " documents without obsolete names")
        : notEvaluated("no \"Action\" in quotes, as JSON has it, in " + String.join(", ", unread));
  }

  /** IAM does not tell upper from lower case in actions. */
  private static boolean isObsolete(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.startsWith(OBSOLETE_PREFIX) || lower.equals(OBSOLETE_ACTION);
  }
}
