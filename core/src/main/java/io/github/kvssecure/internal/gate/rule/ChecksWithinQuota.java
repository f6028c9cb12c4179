package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.ResilienceFacts.OpeningCalls;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.List;
import java.util.TreeMap;

/**
 * RES-10: the checks do not use up the quotas: 5 calls a second for each stream. What opening needs
 * is made once, and a stream that is being made is looked at once a second.
 *
 * @see <a href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/limits.html">Quotas</a>
 */
final class ChecksWithinQuota implements Rule<OpeningCalls> {

  private static final List<String> CALLS =
      List.of("kinesisvideo:DescribeStream", "kinesisvideo:GetDataEndpoint");

  /** To find the stream, to see that it is ready, and one more for each second that passed. */
  private static final long AT_ONCE = 3;

  @Override
  public Control control() {
    return Control.RES_10;
  }

  @Override
  public Decision evaluate(OpeningCalls facts, SecurityPolicy policy) {
    long seconds = facts.within().toSeconds();
    for (String call : CALLS) {
      long count = facts.calls().getOrDefault(call, 0L);
      if (count > AT_ONCE + seconds) {
        return violatedAt("stream " + facts.stream())
            .found(count + " calls of " + call + " within " + seconds + " s")
            .required("at most " + AT_ONCE + ", and one for each second")
            .remedy("open the stream once and keep it open; opening it again repeats every check");
      }
    }
    return satisfied(
        "calls to open stream " + facts.stream() + ": " + new TreeMap<>(facts.calls()));
  }
}
