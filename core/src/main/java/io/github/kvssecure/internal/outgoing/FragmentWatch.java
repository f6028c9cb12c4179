package io.github.kvssecure.internal.outgoing;

import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentBegun;
import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TagsSeen;
import io.github.kvssecure.internal.gate.rule.MediaRules;
import io.github.kvssecure.internal.gate.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows the gate the fragments of a stream: the first one, one whenever the verdict changes, and
 * else one in {@link #WINDOW} of media. Before that, it shows what of a fragment must not leave.
 * Called by one thread at a time.
 */
final class FragmentWatch {

  /** The same as for times and rates of media. */
  static final Duration WINDOW = Duration.ofSeconds(10);

  private final PolicyGate gate;
  private List<Class<?>> verdict = List.of();
  private long shownMillis;

  FragmentWatch(PolicyGate gate) {
    this.gate = gate;
  }

  /**
   * Looks at the tags of a fragment before the last of them has left.
   *
   * @throws io.github.kvssecure.policy.PolicyViolationException if the policy refuses them
   */
  void tags(TagsSeen tags) {
    gate.admission(tags.stream()).ofPart(MediaRules.TAGS, tags).conclude();
  }

  /**
   * Looks at the order of a fragment before the frame that breaks it has left.
   *
   * @throws io.github.kvssecure.policy.PolicyViolationException if the policy refuses it
   */
  void begun(FragmentBegun fragment) {
    gate.admission(fragment.stream()).ofPart(MediaRules.ORDER, fragment).conclude();
  }

  /**
   * Looks at a fragment that is whole.
   *
   * @throws io.github.kvssecure.policy.PolicyViolationException if the policy refuses it
   */
  synchronized void left(FragmentSeen fragment) {
    TagsSeen tags = new TagsSeen(fragment.stream(), fragment.content().tags());
    List<Class<?>> now = new ArrayList<>(verdicts(MediaRules.FRAGMENT, fragment));
    now.addAll(verdicts(MediaRules.TAGS, tags));
    long since = Math.abs(fragment.timecodeMillis() - shownMillis);
    if (!now.equals(verdict) || since >= WINDOW.toMillis()) {
      verdict = now;
      shownMillis = fragment.timecodeMillis();
      gate.admission(fragment.stream())
          .of(MediaRules.FRAGMENT, fragment)
          .of(MediaRules.TAGS, tags)
          .conclude();
    }
  }

  private <F> List<Class<?>> verdicts(List<Rule<F>> rules, F facts) {
    return rules.stream()
        .<Class<?>>map(rule -> rule.evaluate(facts, gate.policy()).getClass())
        .toList();
  }
}
