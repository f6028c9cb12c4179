package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.MediaFacts.SegmentSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TrackSeen;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/**
 * MKV-01: an upload is Matroska: one EBML header, one segment, and its tracks before its first
 * fragment.
 */
final class SegmentWellFormed implements Rule<SegmentSeen> {

  private static final String MATROSKA = "matroska";

  @Override
  public Control control() {
    return Control.MKV_01;
  }

  @Override
  public Decision evaluate(SegmentSeen facts, SecurityPolicy policy) {
    if (facts.docType().equals(MATROSKA)
        && !facts.tracks().isEmpty()
        && facts.misplaced().isEmpty()) {
      return satisfied(
          "matroska, tracks "
              + facts.tracks().stream().map(TrackSeen::number).toList()
              + " before the first fragment");
    }
    return violatedAt("stream " + facts.stream())
        .found(
            "document type '"
                + facts.docType()
                + "' and "
                + facts.tracks().size()
                + " tracks before the first fragment"
                + (facts.misplaced().isEmpty() ? "" : "; not in order: " + facts.misplaced()))
        .required(
            "one EBML header, then one matroska segment whose tracks come before its first fragment")
        .remedy(MediaRules.OTHER_PACKAGER);
  }
}
