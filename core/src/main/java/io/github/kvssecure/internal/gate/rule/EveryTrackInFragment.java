package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentSeen;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/** MKV-05: a fragment has a frame of every track; KVS answers anything else with error 4011. */
final class EveryTrackInFragment implements Rule<FragmentSeen> {

  @Override
  public Control control() {
    return Control.MKV_05;
  }

  @Override
  public Decision evaluate(FragmentSeen facts, SecurityPolicy policy) {
    return facts.content().tracksWithout().isEmpty()
        ? satisfied("a frame of each track in the fragment at " + facts.timecodeMillis() + " ms")
        : violatedAt("stream " + facts.stream())
            .found("a fragment without a frame of tracks " + facts.content().tracksWithout())
            .required("a frame of every declared track in every fragment")
            .remedy(
                "put silence where there is no sound, make fragments longer, or do not declare the"
                    + " track");
  }
}
