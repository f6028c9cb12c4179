package io.github.kvssecure;

import io.github.kvssecure.internal.session.StreamSession;
import io.github.kvssecure.media.FragmentMetadata;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.FrameRefusedException;
import io.github.kvssecure.stream.Accounting;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.StreamAccounting;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamPin;
import io.github.kvssecure.stream.StreamState;
import java.time.Duration;
import java.util.Optional;

/**
 * An open stream: takes frames, sends them, and tells what became of them. Thread-safe; frames of
 * several threads are taken one after the other.
 *
 * <p>Close it with {@link #close(Duration)} to learn what was stored.
 */
public final class SecureStream implements AutoCloseable {

  private static final Duration DEFAULT_DRAIN = Duration.ofSeconds(10);

  /** Nobody waits longer, and every clock can count it. */
  private static final Duration LONGEST_DRAIN = Duration.ofDays(365);

  private final StreamSession session;
  private final Runnable whenClosed;

  SecureStream(StreamSession session, Runnable whenClosed) {
    this.session = session;
    this.whenClosed = whenClosed;
  }

  /**
   * Puts a frame. If too much is not acknowledged yet, the spec's buffer limits say whether it
   * waits for room, gives up the oldest fragments, or refuses.
   *
   * <p>Timestamps only go on (MKV-04). If they come from a clock that is set back, frames are
   * refused until it has caught up; take them from a {@link io.github.kvssecure.media.FrameClock}.
   * If they jump forward, what waits is older than the buffer's duration at once, but for the
   * fragment that the jump ended: with {@link io.github.kvssecure.stream.WhenFull#dropOldest} it is
   * given up unless it is being sent, otherwise it is waited for.
   *
   * @param frame frames of all tracks, in the order of their timestamps; the data buffer is
   *     borrowed until this returns
   * @throws FrameRefusedException if it cannot be taken, with the reason; it is not sent. Nothing
   *     else was changed, but that the oldest fragments may have been given up where the spec's
   *     buffer limits say so
   * @throws io.github.kvssecure.policy.PolicyViolationException if the policy raised a control of
   *     media, such as WIRE-03, to refuse; it is not sent
   * @throws io.github.kvssecure.spi.MediaProducerException if the packager refuses it; it is not
   *     sent
   * @throws InterruptedException if interrupted while waiting for room; the frame is not sent
   */
  public void put(Frame frame) throws InterruptedException {
    session.put(frame);
  }

  /**
   * Describes the fragment that takes frames now: what was put since its key frame, and what is put
   * until the next one. Kept with the media for all who may read it. The Java packager writes it;
   * the native one cannot ({@link SecureProducer.Builder#packaging}).
   *
   * @param metadata added to what was said of the fragment; tags of the same name are replaced
   * @throws FrameRefusedException if no fragment has begun, or the stream takes no more frames
   * @throws IllegalArgumentException if the fragment would have more than ten tags; nothing was
   *     changed
   * @throws io.github.kvssecure.policy.PolicyViolationException if the policy raised BP-07 to
   *     refuse what names a person or holds a secret
   * @throws io.github.kvssecure.spi.MediaProducerException if the packager cannot write it, or has
   *     no room for it
   */
  public void putMetadata(FragmentMetadata metadata) {
    session.putMetadata(metadata);
  }

  /**
   * Describes the fragment that takes frames now and every one that follows, until this is called
   * again; {@link FragmentMetadata#none()} ends it.
   *
   * @param metadata replaces what was said of every fragment; {@link #putMetadata} adds to it
   * @throws FrameRefusedException as of {@link #putMetadata}
   * @throws IllegalArgumentException as of {@link #putMetadata}
   * @throws io.github.kvssecure.policy.PolicyViolationException as of {@link #putMetadata}
   * @throws io.github.kvssecure.spi.MediaProducerException as of {@link #putMetadata}
   */
  public void putMetadataOnEveryFragment(FragmentMetadata metadata) {
    session.putMetadataOnEveryFragment(metadata);
  }

  /**
   * Takes no more frames, waits until everything is acknowledged or the time is over, and frees
   * everything. Another call returns the same report; if both wait, the shorter time counts.
   *
   * @param drain how long to wait at most; zero does not wait, more than a year is a year
   * @return what became of the media, with the fragments that are not stored
   * @throws InterruptedException if interrupted while waiting; everything is freed all the same, at
   *     once, or by the call that closed it first and still waits
   */
  public CloseReport close(Duration drain) throws InterruptedException {
    boolean endless = drain.compareTo(LONGEST_DRAIN) > 0;
    try {
      return session.close(endless ? LONGEST_DRAIN : drain);
    } finally {
      // Whoever closes it too and is interrupted leaves it open: the first call still drains it.
      if (session.isFreed()) {
        whenClosed.run();
      }
    }
  }

  /** Closes with ten seconds to drain. An interrupt cuts the wait short and stays set. */
  @Override
  public void close() {
    try {
      close(DEFAULT_DRAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Where the stream stands.
   *
   * @return its state
   */
  public StreamState state() {
    return session.state();
  }

  /**
   * Its ARN, verified.
   *
   * @return the ARN
   */
  public StreamArn arn() {
    return session.stream().arn();
  }

  /**
   * What the service reported when it was opened, verified.
   *
   * @return the description
   */
  public StreamDescription description() {
    return session.stream().description();
  }

  /**
   * What to pin this stream to, so that another stream of its name is refused from now on: give it
   * to {@link PinFile#write}, and to {@link io.github.kvssecure.stream.StreamSpec.Builder#pinnedTo}
   * when the stream is opened next.
   *
   * @return the pin; empty if the service names the key by an alias and nobody may resolve it
   */
  public Optional<StreamPin> pin() {
    return session.stream().pin();
  }

  /**
   * What became of everything that was accepted: on each track and for each fragment, at every
   * moment, accepted = persisted + dropped + pending.
   *
   * @return one consistent look at all counts
   */
  public StreamAccounting accounting() {
    return session.accounting();
  }

  /**
   * Accounting in frames, on all tracks.
   *
   * @return a snapshot
   */
  public Accounting frames() {
    return accounting().frames();
  }

  /**
   * Accounting in fragments.
   *
   * @return a snapshot
   */
  public Accounting fragments() {
    return accounting().fragments();
  }
}
