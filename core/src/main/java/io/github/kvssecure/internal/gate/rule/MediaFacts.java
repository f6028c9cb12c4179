package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.media.Track;
import io.github.kvssecure.stream.StreamName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What rules about the media look at: tracks as declared, and Matroska as it leaves. All immutable.
 */
public final class MediaFacts {

  private MediaFacts() {}

  /**
   * The tracks of a stream that is about to be opened.
   *
   * @param stream which
   * @param tracks as declared
   */
  public record TracksDeclared(StreamName stream, List<Track> tracks) {}

  /**
   * How the bytes of an upload read.
   *
   * @param stream of which stream
   * @param problem what broke the bounds, or empty while nothing has
   */
  public record ElementsRead(StreamName stream, Optional<String> problem) {}

  /**
   * What an upload said before its first fragment.
   *
   * @param stream of which stream
   * @param docType of the EBML header; empty if there was none
   * @param trackNumbers in the order of their entries; empty if the fragment came before the tracks
   * @param text title and names of applications
   * @param segmentId the segment's id; empty if it has none
   * @param unneeded the names of elements that no upload needs
   */
  public record SegmentSeen(
      StreamName stream,
      String docType,
      List<Long> trackNumbers,
      List<String> text,
      SegmentId segmentId,
      List<String> unneeded) {}

  /**
   * The id of a segment.
   *
   * @param bytes as they left; empty if it has none
   * @param usedByAnother whether another stream of this process sent the same
   */
  public record SegmentId(List<Byte> bytes, boolean usedByAnother) {}

  /**
   * The tags that describe one fragment, as far as they were read; the last of them may go on.
   *
   * @param stream of which stream
   * @param tags in their order
   */
  public record TagsSeen(StreamName stream, List<Tag> tags) {}

  /**
   * A fragment that was read in part.
   *
   * @param stream of which stream
   * @param timecodeMillis its name
   * @param earliestMillis its earliest timestamp so far
   * @param latestBeforeMillis the latest timestamp of the fragment before
   */
  public record FragmentBegun(
      StreamName stream, long timecodeMillis, long earliestMillis, long latestBeforeMillis) {}

  /**
   * A fragment that has left whole.
   *
   * @param stream of which stream
   * @param timecodeMillis its name
   * @param bytes of the cluster
   * @param time when it was, beside the one before
   * @param content what is in it
   */
  public record FragmentSeen(
      StreamName stream, long timecodeMillis, long bytes, FragmentTime time, Content content) {}

  /**
   * When a fragment was.
   *
   * @param earliestMillis its earliest timestamp
   * @param length until the fragment that follows; empty for the last one
   * @param latestBeforeMillis the latest timestamp of the fragment before; empty for the first one
   */
  public record FragmentTime(
      long earliestMillis, Optional<Duration> length, OptionalLong latestBeforeMillis) {}

  /**
   * What is in a fragment.
   *
   * @param beginsWithKeyFrame whether its first frame can be decoded by itself
   * @param tracksWithout the numbers of declared tracks that have no frame in it
   * @param tags the tags that describe it
   */
  public record Content(boolean beginsWithKeyFrame, List<Long> tracksWithout, List<Tag> tags) {}

  /**
   * A tag of a fragment.
   *
   * @param name its name
   * @param nameBytes its length in UTF-8
   * @param valueBytes the length of its value
   */
  public record Tag(String name, int nameBytes, int valueBytes) {}
}
