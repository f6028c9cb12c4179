package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.MediaFacts.TracksDeclared;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import java.util.List;
import java.util.Set;

/**
 * MKV-02: every track has a codec whose private data this library can read. KVS takes any codec,
 * and so does this library, but nobody looked at what its decoders will be given: this warns.
 */
final class CodecsKnown implements Rule<TracksDeclared> {

  private static final Set<String> KNOWN =
      Set.of("V_MPEG4/ISO/AVC", "V_MPEGH/ISO/HEVC", "A_AAC", "A_MS/ACM");

  private final TracksDescribed described = new TracksDescribed();

  @Override
  public Control control() {
    return Control.MKV_02;
  }

  @Override
  public Severity severity(SecurityPolicy policy) {
    return Severity.WARN;
  }

  @Override
  public Decision evaluate(TracksDeclared facts, SecurityPolicy policy) {
    List<String> strange =
        facts.tracks().stream()
            .map(track -> track.codec().matroskaId())
            .filter(id -> !KNOWN.contains(id))
            .toList();
    Decision decision = described.evaluate(facts, policy);
    return strange.isEmpty() || decision instanceof Decision.Violated
        ? decision
        : violatedAt("stream " + facts.stream())
            .found("codecs that nobody here can read: " + strange)
            .required("H.264, H.265, AAC or G.711, whose codec private data is looked at")
            .remedy(
                "Track.h264(number), Track.h265(number), Track.aac(number) or Track.g711ALaw(number);"
                    + " other codecs are sent unread");
  }
}
