package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.internal.gate.rule.FileFacts.FileState;
import io.github.kvssecure.internal.gate.rule.FileFacts.FileUse;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.spi.MediaStorage;
import io.github.kvssecure.stream.Retention;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** One violation of each control of the life of a stream, for the page of controls. */
final class ResilienceExamples {

  private final Map<Control, Violation> violations = new EnumMap<>(Control.class);

  private ResilienceExamples() {}

  /** The violations. */
  static Map<Control, Violation> all() {
    ResilienceExamples examples = new ResilienceExamples();
    examples.collect();
    return examples.violations;
  }

  private <F> void show(List<Rule<F>> rules, F facts) {
    for (Rule<F> rule : rules) {
      if (rule.evaluate(facts, SecurityPolicy.strict()) instanceof Decision.Violated violated) {
        violations.putIfAbsent(rule.control(), violated.violation());
      }
    }
  }

  private void collect() {
    show(
        ResilienceRules.FREED,
        new ResilienceFacts.Freed(
            Camera.STREAM, Acknowledgement.Type.RECEIVED, Retention.ofHours(24)));
    show(
        ResilienceRules.UPLOAD_LIFE,
        new ResilienceFacts.UploadLife(
            Camera.STREAM, Duration.ofMinutes(46), Optional.empty(), Camera.NOW));
    show(ResilienceRules.QUIET, new ResilienceFacts.Quiet(Camera.STREAM, Duration.ofSeconds(20)));
    show(
        ResilienceRules.FAILED,
        new ResilienceFacts.Failed(
            Camera.STREAM,
            "the service refused the upload: HTTP 404 ResourceNotFoundException; check that the"
                + " stream exists in this account and Region",
            false));
    show(
        ResilienceRules.ENDPOINT_IN_USE,
        new ResilienceFacts.EndpointInUse(
            Camera.STREAM, Camera.HOST, ResilienceFacts.EndpointAnswer.REFUSED_AGAIN));
    show(ResilienceRules.WRITERS, new ResilienceFacts.Writers(Camera.ARN, 1));
    show(
        ResilienceRules.OPENING_CALLS,
        new ResilienceFacts.OpeningCalls(
            Camera.STREAM, Map.of("kinesisvideo:DescribeStream", 9L), Duration.ofSeconds(2)));
    show(
        ResilienceRules.ACK_GAP,
        new ResilienceFacts.AckGap(
            Camera.STREAM, Optional.of(1780000000000L), Duration.ofSeconds(30)));
    show(ResilienceRules.KEPT, openSpill());
  }

  private static ResilienceFacts.MediaKept openSpill() {
    Path spill = Path.of("/var/spool/camera");
    return new ResilienceFacts.MediaKept(
        Camera.STREAM,
        new MediaStorage.Directory(
            spill, Set.of(MediaStorage.Promise.DELETED_WHEN_STORED), OptionalLong.of(1L << 30)),
        Optional.of(
            new ResilienceFacts.Spilled(
                List.of(
                    new FileState(
                        spill,
                        FileUse.DIRECTORY,
                        FileState.Kind.DIRECTORY,
                        Optional.of("camera"),
                        Optional.of(PosixFilePermissions.fromString("rwxr-xr-x")))),
                0,
                "camera",
                Optional.empty())));
  }
}
