package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.MediaFacts.SegmentSeen;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.List;

/**
 * MKV-08: the id of a segment is sixteen random bytes. What cannot be random is named: text, such
 * as a serial number, few different bytes, or the id of another stream.
 */
final class SegmentIdRandom implements Rule<SegmentSeen> {

  /** RFC 9559, 5.1.2.1. */
  private static final int BYTES = 16;

  /** Sixteen random bytes have fewer different values less than once in ten billion times. */
  private static final int DIFFERENT = 8;

  @Override
  public Control control() {
    return Control.MKV_08;
  }

  @Override
  public Decision evaluate(SegmentSeen facts, SecurityPolicy policy) {
    List<Byte> id = facts.segmentId().bytes();
    String problem = "";
    if (id.size() != BYTES) {
      problem = id.size() + " bytes";
    } else if (id.stream().allMatch(octet -> octet >= ' ' && octet < 0x7f)) {
      problem = "text";
    } else if (id.stream().distinct().count() < DIFFERENT) {
      problem = "hardly any different bytes";
    } else if (facts.segmentId().usedByAnother()) {
      problem = "the id of another stream";
    }
    return problem.isEmpty()
        ? satisfied("16 bytes that no other stream had")
        : violatedAt("stream " + facts.stream())
            .found("a segment id of " + problem)
            .required("sixteen random bytes")
            .remedy(MediaRules.OTHER_PACKAGER);
  }
}
