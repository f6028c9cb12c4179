package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.WireFacts.UploadRate;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/**
 * WIRE-09: a stream stays within what KVS takes: 100 Mbit/s and 5 fragments/s. Source: Kinesis
 * Video Streams service quotas, PutMedia.
 */
final class WithinServiceRate implements Rule<UploadRate> {

  private static final double MAX_BITS = 100e6;
  private static final double MAX_FRAGMENTS = 5;

  @Override
  public Control control() {
    return Control.WIRE_09;
  }

  @Override
  public Decision evaluate(UploadRate facts, SecurityPolicy policy) {
    boolean within =
        facts.bitsPerSecond() <= MAX_BITS && facts.fragmentsPerSecond() <= MAX_FRAGMENTS;
    String found =
        String.format(
            java.util.Locale.ROOT,
            "%.1f Mbit/s and %.1f fragments/s",
            facts.bitsPerSecond() / 1e6,
            facts.fragmentsPerSecond());
    return within
        ? satisfied(found)
        : violatedAt("stream " + facts.stream())
            .found(found)
            .required("at most 100 Mbit/s and 5 fragments/s")
            .remedy("lower the bit rate, or put key frames further apart: KVS will throttle");
  }
}
