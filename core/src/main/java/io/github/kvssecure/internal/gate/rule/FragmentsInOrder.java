package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentBegun;
import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentTime;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import java.util.OptionalLong;

/**
 * MKV-04: every timestamp of a fragment comes after every timestamp of the one before. KVS answers
 * anything else with error 4004 and drops the fragment, so this blocks.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/API_dataplane_PutMedia.html">PutMedia</a>
 */
final class FragmentsInOrder implements Rule<FragmentBegun> {

  @Override
  public Control control() {
    return Control.MKV_04;
  }

  @Override
  public Severity severity(SecurityPolicy policy) {
    return Severity.BLOCK;
  }

  @Override
  public Decision evaluate(FragmentBegun facts, SecurityPolicy policy) {
    return facts.earliestMillis() > facts.latestBeforeMillis()
        ? satisfied("fragment at " + facts.timecodeMillis() + " ms comes after the one before")
        : violatedAt("stream " + facts.stream())
            .found(
                "a fragment that begins "
                    + (facts.latestBeforeMillis() - facts.earliestMillis())
                    + " ms before the end of the one before it")
            .required("fragments whose timestamps all come after those before")
            .remedy("put the frames of all tracks in the order of their timestamps");
  }

  /** Whether a fragment that is whole came after the one before it, if there was one. */
  static boolean isInOrder(FragmentTime time) {
    OptionalLong before = time.latestBeforeMillis();
    return before.isEmpty() || time.earliestMillis() > before.getAsLong();
  }
}
