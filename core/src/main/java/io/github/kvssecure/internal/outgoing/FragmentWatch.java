package io.github.kvssecure.internal.outgoing;

import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentSeen;
import io.github.kvssecure.internal.gate.rule.MediaRules;
import java.time.Duration;
import java.util.List;

/**
 * Shows the gate the fragments of a stream: the first one, one whenever the verdict changes, and
 * else one in {@link #WINDOW} of media. Called by one thread at a time.
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
   * Looks at a fragment that has left.
   *
   * @throws io.github.kvssecure.policy.PolicyViolationException if the policy refuses it
   */
  synchronized void left(FragmentSeen fragment) {
    List<Class<?>> now =
        MediaRules.FRAGMENT.stream()
            .<Class<?>>map(rule -> rule.evaluate(fragment, gate.policy()).getClass())
            .toList();
    long since = Math.abs(fragment.timecodeMillis() - shownMillis);
    if (!now.equals(verdict) || since >= WINDOW.toMillis()) {
      verdict = now;
      shownMillis = fragment.timecodeMillis();
      gate.admission(fragment.stream()).of(MediaRules.FRAGMENT, fragment).conclude();
    }
  }
}
