package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.MediaFacts.SegmentSeen;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/** MKV-01: an upload is Matroska, and its tracks come before its first fragment. */
final class SegmentWellFormed implements Rule<SegmentSeen> {

  private static final String MATROSKA = "matroska";

  @Override
  public Control control() {
    return Control.MKV_01;
  }

  @Override
  public Decision evaluate(SegmentSeen facts, SecurityPolicy policy) {
    if (facts.docType().equals(MATROSKA) && !facts.trackNumbers().isEmpty()) {
      return satisfied("matroska, tracks " + facts.trackNumbers() + " before the first fragment");
    }
    return violatedAt("stream " + facts.stream())
        .found(
            "document type '"
                + facts.docType()
                + "' and "
                + facts.trackNumbers().size()
                + " tracks before the first fragment")
        .required("one matroska segment whose tracks come before its first fragment")
        .remedy(MediaRules.OTHER_PACKAGER);
  }
}
