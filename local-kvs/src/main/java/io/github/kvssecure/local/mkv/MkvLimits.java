package io.github.kvssecure.local.mkv;

import java.time.Duration;

/**
 * What an {@link MkvReader} accepts. Presets: {@link #putMedia()}, {@link #getMedia()}, {@link
 * #clip()}; vary them with the {@code with} methods.
 *
 * @param maxTracks how many tracks a stream may declare
 * @param maxHeaderBytes how many bytes may come before the first cluster
 * @param maxCodecPrivateBytes the largest codec private data of one track
 * @param maxNesting how deep elements may lie in one another, the segment being at depth 1
 * @param fragment the limits of one fragment
 * @param tags the limits of the tags of one fragment
 * @param elements which elements may occur
 */
public record MkvLimits(
    int maxTracks,
    long maxHeaderBytes,
    int maxCodecPrivateBytes,
    int maxNesting,
    FragmentLimits fragment,
    TagLimits tags,
    Elements elements) {

  private static final int MIB = 1 << 20;

  /** Which elements may occur. */
  public enum Elements {
    /**
     * One {@code matroska} segment of {@code Info}, {@code Tracks}, {@code Cluster} and {@code
     * Tags}; anything else at that level, or unknown in a cluster, is refused.
     */
    UPLOAD,
    /** Like a file, but another EBML header with another segment may follow on a segment. */
    SEGMENT_SERIES,
    /** What ordinary multiplexers write: seek heads, cues, chapters, attachments are skipped. */
    FILE
  }

  /** How the timestamps of a fragment must lie after those of the one before it. */
  public enum FragmentOrder {
    /**
     * Timecode after timecode, and the earliest timestamp strictly after the latest one before it.
     */
    STRICTLY_LATER,
    /** The same, but equality is accepted. */
    NOT_EARLIER,
    /** Any order. */
    ANY
  }

  /** Which tracks a fragment must carry. */
  public enum TrackCoverage {
    /** At least one frame of every declared track, and no frame without data. */
    EVERY_TRACK,
    /** Any frames, or none. */
    ANY
  }

  /**
   * The limits of one fragment.
   *
   * @param maxBytes the largest cluster, in bytes
   * @param maxDuration the longest time from its earliest to its latest timestamp
   * @param order how it must lie after the fragment before it
   * @param coverage which tracks it must carry
   */
  public record FragmentLimits(
      int maxBytes, Duration maxDuration, FragmentOrder order, TrackCoverage coverage) {}

  /** Whether tags may have the names that the service keeps for itself. */
  public enum ReservedNames {
    /** Refused, but for the names through which a producer asks for images and notifications. */
    REFUSED,
    /** Accepted: what the service itself has written. */
    ACCEPTED
  }

  /**
   * The limits of the tags of one fragment.
   *
   * @param maxCount how many tags
   * @param maxNameBytes the longest name, in bytes of UTF-8
   * @param maxValueBytes the longest value, in bytes of UTF-8
   * @param reservedNames whether names that begin with {@code AWS} are accepted
   */
  public record TagLimits(
      int maxCount, int maxNameBytes, int maxValueBytes, ReservedNames reservedNames) {}

  /** Refuses caps below 1. */
  public MkvLimits {
    if (Math.min(Math.min(maxTracks, maxNesting), fragment.maxBytes()) < 1
        || maxHeaderBytes < 1
        || maxCodecPrivateBytes < 0) {
      throw new IllegalArgumentException("a cap below 1 refuses every stream");
    }
  }

  /**
   * An upload, read more strictly than the service reads it.
   *
   * <p>3 tracks, fragments of 50 MB and 20 s, 10 tags of 128 and 256 bytes: <a
   * href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/limits.html">quotas</a> and <a
   * href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/how-meta.html">metadata</a>. 1
   * MiB of codec private data is the cap of the native producer; 2 MiB of header and a depth of 6
   * are ours.
   */
  public static MkvLimits putMedia() {
    return new MkvLimits(
        3,
        2 * MIB,
        MIB,
        6,
        new FragmentLimits(
            50_000_000,
            Duration.ofSeconds(20),
            FragmentOrder.STRICTLY_LATER,
            TrackCoverage.EVERY_TRACK),
        new TagLimits(10, 128, 256, ReservedNames.REFUSED),
        Elements.UPLOAD);
  }

  /** What GetMedia answers: tags of the service, any order, a segment per fragment if need be. */
  public static MkvLimits getMedia() {
    return clip().withElements(Elements.SEGMENT_SERIES);
  }

  /** An ordinary file, such as ffmpeg and mkvmerge write. */
  public static MkvLimits clip() {
    return new MkvLimits(
        32,
        64 * MIB,
        MIB,
        12,
        new FragmentLimits(128 * MIB, Duration.ofHours(1), FragmentOrder.ANY, TrackCoverage.ANY),
        new TagLimits(1000, 1024, 16_384, ReservedNames.ACCEPTED),
        Elements.FILE);
  }

  /** These limits with other ones for a fragment. */
  public MkvLimits withFragment(FragmentLimits other) {
    return new MkvLimits(
        maxTracks, maxHeaderBytes, maxCodecPrivateBytes, maxNesting, other, tags, elements);
  }

  /** These limits with another order of fragments. */
  public MkvLimits withOrder(FragmentOrder order) {
    return withFragment(
        new FragmentLimits(
            fragment.maxBytes(), fragment.maxDuration(), order, fragment.coverage()));
  }

  /** These limits with other ones for tags. */
  public MkvLimits withTags(TagLimits other) {
    return new MkvLimits(
        maxTracks, maxHeaderBytes, maxCodecPrivateBytes, maxNesting, fragment, other, elements);
  }

  private MkvLimits withElements(Elements other) {
    return new MkvLimits(
        maxTracks, maxHeaderBytes, maxCodecPrivateBytes, maxNesting, fragment, tags, other);
  }
}
