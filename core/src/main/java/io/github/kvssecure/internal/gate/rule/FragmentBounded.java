package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentSeen;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.time.Duration;

/**
 * MKV-04: a fragment begins with a key frame, and has the size and the length that KVS takes.
 * Source: Kinesis Video Streams service quotas: 50 MB, 1 to 20 seconds.
 */
final class FragmentBounded implements Rule<FragmentSeen> {

  private static final long MOST_BYTES = 50_000_000;
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(20);

  @Override
  public Control control() {
    return Control.MKV_04;
  }

  @Override
  public Decision evaluate(FragmentSeen facts, SecurityPolicy policy) {
    // The last fragment of an upload may be short, and nobody knows how long it lasts.
    Duration length = facts.time().length().orElse(SHORTEST);
    boolean within =
        facts.bytes() <= MOST_BYTES
            && length.compareTo(SHORTEST) >= 0
            && length.compareTo(LONGEST) <= 0
            && facts.content().beginsWithKeyFrame()
            && FragmentsInOrder.isInOrder(facts.time());
    String found =
        facts.bytes()
            + " bytes, "
            + facts.time().length().map(Duration::toString).orElse("the last one")
            + (facts.content().beginsWithKeyFrame() ? "" : ", without a key frame first")
            + (FragmentsInOrder.isInOrder(facts.time()) ? "" : ", out of order");
    return within
        ? satisfied(found)
        : violatedAt("stream " + facts.stream())
            .found(found)
            .required("at most 50 MB, 1 to 20 seconds, a key frame first, after the one before")
            .remedy("have the encoder make a key frame every 1 to 20 seconds, 2 seconds is usual");
  }
}
