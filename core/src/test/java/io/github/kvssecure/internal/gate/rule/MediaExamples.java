package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.internal.gate.rule.MediaFacts.Content;
import io.github.kvssecure.internal.gate.rule.MediaFacts.ElementsRead;
import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentTime;
import io.github.kvssecure.internal.gate.rule.MediaFacts.SegmentId;
import io.github.kvssecure.internal.gate.rule.MediaFacts.SegmentSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.Tag;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TagsSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TextSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TracksDeclared;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.policy.Violation;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** One violation of each control of media, for the page of controls. */
final class MediaExamples {

  private static final SecurityPolicy POLICY =
      SecurityPolicy.strict().raise(Control.MKV_09, Severity.WARN);

  private final Map<Control, Violation> violations = new EnumMap<>(Control.class);

  private MediaExamples() {}

  /** The first violation of each. */
  static Map<Control, Violation> all() {
    MediaExamples examples = new MediaExamples();
    examples.show(
        MediaRules.TRACKS,
        new TracksDeclared(Camera.STREAM, List.of(Track.h264(1, new byte[] {0, 0, 0, 1, 0x67}))));
    examples.show(
        MediaRules.ELEMENTS,
        new ElementsRead(Camera.STREAM, Optional.of("element 0x7ba9 has no size")));
    examples.show(
        MediaRules.SEGMENT,
        new SegmentSeen(
            Camera.STREAM, "webm", List.of(), new SegmentId(List.of(), false), List.of()));
    examples.show(
        MediaRules.TEXT,
        new TextSeen(
            Camera.STREAM, List.of("Camera of the Example family"), List.of("Attachments")));
    examples.show(
        MediaRules.FRAGMENT,
        new FragmentSeen(
            Camera.STREAM,
            0,
            60_000_000,
            new FragmentTime(0, Optional.of(Duration.ofSeconds(25)), OptionalLong.empty()),
            new Content(true, List.of(2L), List.of())));
    examples.show(
        MediaRules.TAGS,
        new TagsSeen(Camera.STREAM, List.of(new Tag("AWS_KINESISVIDEO_FRAGMENT_NUMBER", 32, 47))));
    return examples.violations;
  }

  private <F> void show(List<Rule<F>> rules, F facts) {
    for (Rule<F> rule : rules) {
      if (rule.evaluate(facts, POLICY) instanceof Decision.Violated violated) {
        violations.putIfAbsent(rule.control(), violated.violation());
      }
    }
  }
}
