package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentSeen;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;

/**
 * MKV-09: a fragment carries a tag by which its consumers can tell that it is whole. The
 * application writes it, and consumers have to look at it: without the tag this is not evaluated,
 * unless the policy asks for it.
 */
final class IntegrityTagged implements Rule<FragmentSeen> {

  /** The name of the tag; its value is for producer and consumer to agree on. */
  static final String TAG = "INTEGRITY";

  @Override
  public Control control() {
    return Control.MKV_09;
  }

  @Override
  public Decision evaluate(FragmentSeen facts, SecurityPolicy policy) {
    boolean tagged =
        facts.content().tags().stream()
            .anyMatch(tag -> tag.name().equals(TAG) && tag.valueBytes() > 0);
    if (tagged) {
      return satisfied("tag " + TAG + " on the fragment at " + facts.timecodeMillis() + " ms");
    }
    return policy.severityOf(control()) == Severity.INFORM
        ? notEvaluated("no integrity tag was put; TLS protects media on its way to KVS")
        : violatedAt("stream " + facts.stream())
            .found("a fragment without an integrity tag")
            .required("a tag " + TAG + " with a hash or MAC of the fragment")
            .remedy(
                "SecureStream.putMetadata(FragmentMetadata.of(\"INTEGRITY\", mac)) before each fragment"
                    + " ends, or leave MKV-09 at INFORM");
  }
}
