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
import java.util.function.LongSupplier;

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
  private final LongSupplier nanoTime;
  private boolean looked;
  private long began;
  private long bytes;
  private long fragments;

  /**
   * A watch that has not looked yet.
   *
   * @param gate judges
   * @param stream whose media it is
   * @param clock the time of day, which timestamps are compared with
   * @param nanoTime the monotonic clock, by which the rate is measured
   */
  MediaWatch(PolicyGate gate, StreamName stream, Clock clock, LongSupplier nanoTime) {
    this.gate = gate;
    this.stream = stream;
    this.clock = clock;
    this.nanoTime = nanoTime;
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
    long now = nanoTime.getAsLong();
    Duration length = looked ? Duration.ofNanos(now - began) : WINDOW;
    if (length.compareTo(WINDOW) < 0) {
      return;
    }
    PolicyGate.Inspection inspection =
        gate.admission(stream)
            .of(Rules.MEDIA_TIME, new MediaTime(stream, presentation, clock.instant()));
    if (looked) {
      double seconds = length.toNanos() / 1e9;
      inspection.of(Rules.RATE, new UploadRate(stream, bytes * 8 / seconds, fragments / seconds));
    }
    inspection.conclude();
    looked = true;
    began = now;
    bytes = 0;
    fragments = 0;
  }
}
