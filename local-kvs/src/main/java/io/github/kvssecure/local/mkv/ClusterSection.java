package io.github.kvssecure.local.mkv;

import io.github.kvssecure.local.mkv.MkvLimits.FragmentLimits;
import io.github.kvssecure.local.mkv.MkvLimits.FragmentOrder;
import io.github.kvssecure.local.mkv.MkvLimits.TrackCoverage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a {@code Cluster} into an {@link MkvFragment} and holds it to the limits of one. */
final class ClusterSection implements ElementSink {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Bounds the memory that a cluster of tiny frames costs; 20 s at 1000 frames/s are 20,000. */
  private static final int MAX_FRAMES = 1 << 18;

  private final FragmentLimits limits;
  private final MkvListener listener;
  private final Set<Integer> declaredTracks = new HashSet<>();
  private long timecodeScale = MkvHeader.DEFAULT_TIMECODE_SCALE_NANOS;

  private final List<MkvFrame> frames = new ArrayList<>();
  private final Set<Integer> tracksWithFrames = new HashSet<>();
  private Map<String, String> tags = Map.of();
  private long clusterStart;
  private boolean open;
  private @Nullable Long timecode;
  private long earliestNanos;
  private long latestNanos;
  private long previousTimecodeNanos = Long.MIN_VALUE;
  private long previousLatestNanos = Long.MIN_VALUE;

  private @Nullable Block groupBlock;
  private boolean groupHasReference;

  ClusterSection(FragmentLimits limits, MkvListener listener) {
    this.limits = limits;
    this.listener = listener;
  }

  /** Reads the clusters that follow by this header. */
  void declare(MkvHeader header) {
    timecodeScale = header.timecodeScaleNanos();
    declaredTracks.clear();
    header.tracks().forEach(track -> declaredTracks.add(track.number()));
  }

  /** The tags that describe the cluster that has just begun. */
  void describe(Map<String, String> tagsBefore) {
    tags = tagsBefore;
  }

  /** The timecode of the open fragment in milliseconds, if there is one and it was read. */
  OptionalLong timecodeMillis() {
    Long units = timecode;
    return open && units != null
        ? OptionalLong.of(Math.floorDiv(units * timecodeScale, NANOS_PER_MILLI))
        : OptionalLong.empty();
  }

  @Override
  public void admit(ElementHead head) throws MkvException {
    long start = head.element() == Element.CLUSTER ? head.start() : clusterStart;
    long end = head.hasUnknownSize() ? head.contentStart() : head.end();
    if (end - start > limits.maxBytes()) {
      throw new MkvException(
          FragmentError.MAX_FRAGMENT_SIZE_REACHED,
          "with %s the fragment has %d bytes, required: %d or fewer"
              .formatted(head, end - start, limits.maxBytes()));
    }
    if (head.element() == Element.TIMECODE && head.size() > Long.BYTES) {
      throw MkvException.invalid("Timecode has " + head.size() + " bytes, required: 8 or fewer");
    }
  }

  @Override
  public void begin(ElementHead head) throws MkvException {
    if (head.element() == Element.CLUSTER) {
      clusterStart = head.start();
      open = true;
      timecode = null;
      frames.clear();
      tracksWithFrames.clear();
      earliestNanos = Long.MAX_VALUE;
      latestNanos = Long.MIN_VALUE;
    } else if (head.element() == Element.BLOCK_GROUP) {
      groupBlock = null;
      groupHasReference = false;
    }
  }

  @Override
  public void value(ElementData data) throws MkvException {
    switch (data.element()) {
      case TIMECODE -> begin(data);
      case SIMPLE_BLOCK -> {
        Block block = Block.read(data);
        add(block, block.keyFrame());
      }
      case BLOCK -> {
        if (groupBlock != null) {
          throw MkvException.invalid("a BlockGroup has a second Block, required: one");
        }
        groupBlock = Block.read(data);
      }
      default -> {}
    }
  }

  @Override
  public void skipped(Element element) {
    groupHasReference |= element == Element.REFERENCE_BLOCK;
  }

  @Override
  public void end(Element element, long endOffset) throws MkvException {
    if (element == Element.BLOCK_GROUP) {
      Block block = groupBlock;
      if (block == null) {
        throw MkvException.invalid("a BlockGroup has no Block, required: one");
      }
      // RFC 9559, section 10.2: a block that refers to no other is a key frame.
      add(block, !groupHasReference);
    } else if (element == Element.CLUSTER) {
      complete(endOffset);
    }
  }

  private void begin(ElementData data) throws MkvException {
    if (timecode != null) {
      throw MkvException.invalid("a Cluster has a second Timecode, required: one");
    }
    long units = data.unsigned();
    if (units < 0 || units > Long.MAX_VALUE / timecodeScale - Short.MAX_VALUE) {
      throw MkvException.invalid(
          "Timecode %s at %d ns each is later than can be counted in nanoseconds"
              .formatted(Long.toUnsignedString(units), timecodeScale));
    }
    timecode = units;
    requireOrder("timecode", units * timecodeScale, previousTimecodeNanos);
    timecodeMillis().ifPresent(listener::fragmentBegan);
  }

  private void add(Block block, boolean keyFrame) throws MkvException {
    Long units = timecode;
    if (units == null) {
      throw MkvException.invalid("a block comes before the Timecode of its Cluster");
    }
    if (!declaredTracks.contains(block.trackNumber())) {
      throw new MkvException(
          FragmentError.TRACK_NUMBER_MISMATCH,
          "a block is of track %d, required: one of the declared tracks %s"
              .formatted(block.trackNumber(), declaredTracks));
    }
    boolean uploaded = limits.coverage() == TrackCoverage.EVERY_TRACK;
    long nanos = (units + block.relativeTimecode()) * timecodeScale;
    if (uploaded && (nanos < 0 || block.data().length == 0)) {
      throw MkvException.invalid(
          "a frame of track %d has timestamp %d ns and %d bytes, required: 0 ns or more and data"
              .formatted(block.trackNumber(), nanos, block.data().length));
    }
    requireOrder("frame", nanos, previousLatestNanos);
    earliestNanos = Math.min(earliestNanos, nanos);
    latestNanos = Math.max(latestNanos, nanos);
    requireDuration();
    if (frames.size() == MAX_FRAMES) {
      throw new MkvException(
          FragmentError.MAX_FRAGMENT_SIZE_REACHED,
          "the fragment has more than " + MAX_FRAMES + " frames, required: that many at most");
    }
    MkvFrame frame =
        new MkvFrame(block.trackNumber(), Duration.ofNanos(nanos), keyFrame, block.data());
    frames.add(frame);
    tracksWithFrames.add(block.trackNumber());
    listener.frame(frame);
  }

  private void requireOrder(String what, long nanos, long previousNanos) throws MkvException {
    boolean inOrder =
        switch (limits.order()) {
          case STRICTLY_LATER -> nanos > previousNanos;
          case NOT_EARLIER -> nanos >= previousNanos;
          case ANY -> true;
        };
    if (!inOrder) {
      throw new MkvException(
          FragmentError.FRAGMENT_TIMECODE_LESSER_THAN_PREVIOUS,
          "a %s is at %s and the previous fragment reached %s, required: %s"
              .formatted(
                  what,
                  Duration.ofNanos(nanos),
                  Duration.ofNanos(previousNanos),
                  limits.order() == FragmentOrder.NOT_EARLIER ? "not earlier" : "later"));
    }
  }

  private void requireDuration() throws MkvException {
    Duration duration = Duration.ofNanos(latestNanos).minusNanos(earliestNanos);
    if (duration.compareTo(limits.maxDuration()) > 0) {
      throw new MkvException(
          FragmentError.MAX_FRAGMENT_DURATION_REACHED,
          "the fragment lasts %s, required: %s or less".formatted(duration, limits.maxDuration()));
    }
  }

  private void complete(long endOffset) throws MkvException {
    Long units = timecode;
    if (units == null) {
      throw MkvException.invalid("a Cluster has no Timecode, required: one");
    }
    if (limits.coverage() == TrackCoverage.EVERY_TRACK
        && !tracksWithFrames.containsAll(declaredTracks)) {
      throw new MkvException(
          FragmentError.FRAMES_MISSING_FOR_TRACK,
          "the fragment has frames of tracks %s, required: of every declared track %s"
              .formatted(tracksWithFrames, declaredTracks));
    }
    Duration duration =
        frames.isEmpty() ? Duration.ZERO : Duration.ofNanos(latestNanos).minusNanos(earliestNanos);
    MkvFragment fragment =
        new MkvFragment(
            timecodeMillis().orElseThrow(), frames, tags, endOffset - clusterStart, duration);
    previousTimecodeNanos = units * timecodeScale;
    previousLatestNanos = Math.max(previousLatestNanos, latestNanos);
    open = false;
    frames.clear();
    listener.fragmentEnded(fragment);
  }
}
