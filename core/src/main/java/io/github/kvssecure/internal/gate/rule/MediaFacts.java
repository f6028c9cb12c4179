package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.media.FragmentMetadata;
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
   * What an upload said before its first fragment, and what it should not have said since.
   *
   * @param stream of which stream
   * @param docType of the EBML header; empty if there was none
   * @param tracks in the order of their entries; empty if the fragment came before the tracks
   * @param segmentId the segment's id; empty if it has none
   * @param misplaced elements that are missing, came twice, or came too late
   */
  public record SegmentSeen(
      StreamName stream,
      String docType,
      List<TrackSeen> tracks,
      SegmentId segmentId,
      List<String> misplaced) {}

  /**
   * A track as an upload describes it.
   *
   * @param number by which blocks name it
   * @param uid its unique id; 0 if it has none
   * @param codecId of Matroska
   */
  public record TrackSeen(long number, long uid, String codecId) {}

  /**
   * The tracks of an upload beside those that were declared.
   *
   * @param stream of which stream
   * @param sent as the upload describes them
   * @param declared with the stream
   */
  public record TracksSent(StreamName stream, List<TrackSeen> sent, List<Track> declared) {}

  /**
   * What an upload says in words, as far as it was read.
   *
   * @param stream of which stream
   * @param text title and names of applications
   * @param unneeded the names of elements that no upload needs
   */
  public record TextSeen(StreamName stream, List<String> text, List<String> unneeded) {}

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
   * What the application says of a fragment.
   *
   * @param stream of which stream
   * @param metadata within its limits
   */
  public record MetadataPut(StreamName stream, FragmentMetadata metadata) {}

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
