package io.github.kvssecure.internal.session;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.FakeUpload;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.FrameRefusedException;
import io.github.kvssecure.stream.Accounting;
import io.github.kvssecure.stream.BufferLimits;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A camera that films over a link, step by step in media time: what the link does not carry waits,
 * and the service acknowledges a fragment a second after the last of it has arrived. Whatever is
 * being sent when a connection is cut is lost, and a connection is up one step after it was asked
 * for.
 */
final class Uplink {

  /** How long the service takes for an acknowledgement. */
  static final Duration ACKNOWLEDGED_AFTER = Duration.ofSeconds(1);

  /** One frame each. */
  private static final int STEP_MILLIS = 100;

  private record Due(FakeUpload upload, long millis, long fragment) {}

  private final SessionTrial trial;
  private final CountedMedia media = new CountedMedia();
  private final StreamSession session;
  private final long gopMillis;
  private final int frameBytes;
  private double share;
  private final Deque<Due> due = new ArrayDeque<>();
  private @Nullable FakeUpload open;
  private @Nullable FrameRefusedException refusal;
  private double carries;
  private long now;
  private long lastPut = -1;
  private long refused;
  private long most;

  /**
   * A camera and a link.
   *
   * @param limits the stream's buffer
   * @param gop how often there is a key frame
   * @param frameBytes of each frame, of which there are ten a second
   * @param share what the link carries, of what the camera makes
   */
  Uplink(BufferLimits limits, Duration gop, int frameBytes, double share) {
    this.trial = SessionTrial.open(limits);
    this.gopMillis = gop.toMillis();
    this.frameBytes = frameBytes;
    this.share = share;
    SessionServices of = trial.services;
    SessionServices services =
        new SessionServices(
            of.gate(),
            of.credentials(),
            of.listener(),
            media,
            of.transport(),
            of.threads(),
            of.place(),
            of.budgets());
    this.session =
        new StreamSession(
            services, trial.session.stream(), trial.producer, new Backoff(SessionTrial.LONGEST));
  }

  /** Films so many fragments, and the key frame of the next. */
  Uplink film(int fragments) throws InterruptedException {
    long end = now + fragments * gopMillis;
    while (now < end) {
      step();
    }
    put();
    return this;
  }

  /** The link carries another share from now on; none if it is silently dead. */
  Uplink carrying(double other) {
    share = other;
    carries = 0;
    return this;
  }

  private void step() throws InterruptedException {
    put();
    now += STEP_MILLIS;
    trial.clock.advance(Duration.ofMillis(STEP_MILLIS));
    List<FakeUpload> before = trial.transport.uploads();
    trial.executor.advance(Duration.ofMillis(STEP_MILLIS));
    if (!before.isEmpty() && !before.get(before.size() - 1).isEnded()) {
      carry(before.get(before.size() - 1));
    }
    while (!due.isEmpty() && due.peekFirst().millis() <= now) {
      Due next = due.removeFirst();
      if (!next.upload().isEnded()) {
        next.upload().persist(next.fragment() - Camera.timecode(0));
      }
    }
  }

  private void put() throws InterruptedException {
    if (now == lastPut) {
      // The key frame with which the fragments before ended.
      return;
    }
    lastPut = now;
    try {
      session.put(
          now % gopMillis == 0
              ? Frame.key(1, Camera.at(now), Camera.bytes(frameBytes))
              : Frame.delta(1, Camera.at(now), Camera.bytes(frameBytes)));
    } catch (FrameRefusedException e) {
      refused++;
      refusal = e;
    }
    most = Math.max(most, trial.services.budgets().memory().used());
  }

  private void carry(FakeUpload upload) {
    if (upload != open) {
      open = upload.accept();
    } else {
      carries = Math.min(carries, 0) + share * frameBytes;
      while (carries >= 1) {
        int count = upload.send((int) carries);
        if (count <= 0) {
          break;
        }
        carries -= count;
      }
    }
    for (long sent : media.takeSent()) {
      due.addLast(new Due(upload, now + ACKNOWLEDGED_AFTER.toMillis(), sent));
    }
  }

  /** What became of the fragments. */
  Accounting fragments() {
    return session.accounting().fragments();
  }

  /** Of how many fragments it was told that they were given up. */
  long toldDropped() {
    return trial.events.of(IngestEvent.MediaDropped.class).stream()
        .mapToLong(event -> event.fragments().size())
        .sum();
  }

  /** Which part of all frames was stored. */
  double stored() {
    return (double) session.accounting().frames().persisted() * STEP_MILLIS / now;
  }

  /** How many frames were not taken. */
  long refused() {
    return refused;
  }

  /** Why the last of them was not. */
  FrameRefusedException refusal() {
    return Objects.requireNonNull(refusal, "no frame was refused");
  }

  /** How many uploads there were. */
  int uploads() {
    return trial.transport.uploads().size();
  }

  /** How many bytes waited at most. */
  long mostBytes() {
    return most;
  }
}
