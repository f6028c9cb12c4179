package io.github.kvssecure.internal.session;

import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.internal.gate.rule.WireFacts.MediaTime;
import io.github.kvssecure.internal.gate.rule.WireFacts.UploadRate;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.stream.StreamName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Shows the gate the times and the rate of a stream's media: the first fragment, and then once in
 * {@link #WINDOW}. Not thread-safe: the caller serialises. No allocation for a frame that is not
 * shown.
 */
final class MediaWatch {

  /** Long enough to even out a key frame, short enough to notice a changed encoder. */
  static final Duration WINDOW = Duration.ofSeconds(10);

  private final PolicyGate gate;
  private final StreamName stream;
  private final Clock clock;
  private @Nullable Instant began;
  private long bytes;
  private long fragments;

  MediaWatch(PolicyGate gate, StreamName stream, Clock clock) {
    this.gate = gate;
    this.stream = stream;
    this.clock = clock;
  }

  /**
   * Looks at a frame before it is taken.
   *
   * @param frame which
   * @param begins whether it begins a fragment
   * @throws io.github.kvssecure.policy.PolicyViolationException if the policy raised a control to
   *     refuse; the next fragment is then looked at as well
   */
  void admit(Frame frame, boolean begins) {
    if (begins) {
      look(frame.presentationTime());
    }
  }

  /**
   * Counts a frame that was taken.
   *
   * @param frame which
   * @param begins whether it begins a fragment
   */
  void taken(Frame frame, boolean begins) {
    if (begins) {
      fragments++;
    }
    bytes += frame.size();
  }

  private void look(Instant presentation) {
    Instant now = clock.instant();
    Instant start = began;
    Duration length = start == null ? WINDOW : Duration.between(start, now);
    if (length.compareTo(WINDOW) < 0) {
      return;
    }
    PolicyGate.Inspection inspection =
        gate.admission(stream).of(Rules.MEDIA_TIME, new MediaTime(stream, presentation, now));
    if (start != null) {
      double seconds = length.toNanos() / 1e9;
      inspection.of(Rules.RATE, new UploadRate(stream, bytes * 8 / seconds, fragments / seconds));
    }
    inspection.conclude();
    began = now;
    bytes = 0;
    fragments = 0;
  }
}
