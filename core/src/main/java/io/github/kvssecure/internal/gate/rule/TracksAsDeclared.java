package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.MediaFacts.TrackSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TracksSent;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.Map;
import java.util.TreeMap;

/**
 * MKV-02: the tracks that an upload describes are those that were declared, each with a unique id
 * of its own. A block of another track is refused with error 4010, and a consumer would take one
 * codec for another.
 */
final class TracksAsDeclared implements Rule<TracksSent> {

  @Override
  public Control control() {
    return Control.MKV_02;
  }

  @Override
  public Decision evaluate(TracksSent facts, SecurityPolicy policy) {
    Map<Long, String> declared = new TreeMap<>();
    facts.declared().forEach(t -> declared.put((long) t.number(), t.codec().matroskaId()));
    Map<Long, String> sent = new TreeMap<>();
    facts.sent().forEach(track -> sent.put(track.number(), track.codecId()));
    long uids =
        facts.sent().stream().mapToLong(TrackSeen::uid).filter(uid -> uid != 0).distinct().count();
    return sent.equals(declared) && uids == facts.sent().size()
        ? satisfied("tracks " + declared + ", as declared")
        : violatedAt("stream " + facts.stream())
            .found(facts.sent().size() + " tracks " + sent + " with " + uids + " unique ids")
            .required("the tracks that were declared: " + declared + ", each with an id of its own")
            .remedy(MediaRules.OTHER_PACKAGER);
  }
}
