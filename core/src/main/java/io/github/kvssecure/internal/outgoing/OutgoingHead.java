package io.github.kvssecure.internal.outgoing;

import io.github.kvssecure.internal.gate.rule.MediaFacts.SegmentId;
import io.github.kvssecure.internal.gate.rule.MediaFacts.SegmentSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TextSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TrackSeen;
import io.github.kvssecure.stream.StreamName;
import java.util.ArrayList;
import java.util.List;

/**
 * What one upload says before its first cluster, and what of that kind comes later. Not
 * thread-safe.
 */
final class OutgoingHead {

  private final List<TrackSeen> tracks = new ArrayList<>();
  private final List<String> text = new ArrayList<>();
  private final List<String> unneeded = new ArrayList<>();
  private final List<String> misplaced = new ArrayList<>();
  private String docType = "";
  private List<Byte> segmentId = List.of();
  private boolean header;
  private boolean segment;
  private boolean described;
  private boolean over;

  private long number;
  private long uid;
  private String codecId = "";

  /** Notes where an element begins; says whether the head is to be judged now. */
  boolean began(int id) {
    int before = misplaced.size();
    switch (id) {
      case Ids.EBML -> header = once(header, "a second EBML header");
      case Ids.SEGMENT -> {
        require(header, "a segment before the EBML header");
        segment = once(segment, "a second segment");
      }
      case Ids.TRACKS -> described = once(described, "tracks twice");
      case Ids.TRACK_ENTRY -> {
        number = 0;
        uid = 0;
        codecId = "";
      }
      case Ids.CLUSTER -> require(segment, "a cluster before the segment");
      default -> {
        // Nothing that has its place in the head.
      }
    }
    boolean first = id == Ids.CLUSTER && !over;
    over |= first;
    return first || (over && misplaced.size() > before);
  }

  private boolean once(boolean already, String problem) {
    require(!already, problem);
    return true;
  }

  private void require(boolean inPlace, String problem) {
    if (!inPlace) {
      misplaced.add(problem);
    }
  }

  /** Notes a value; says whether it is one in words, or of no use. */
  boolean value(int id, byte[] value, int kept) {
    switch (id) {
      case Ids.DOC_TYPE -> docType = ElementReader.words(value, kept);
      case Ids.SEGMENT_UID -> segmentId = octets(value, kept);
      case Ids.TRACK_NUMBER -> number = ElementReader.number(value, kept);
      case Ids.TRACK_UID -> uid = ElementReader.number(value, kept);
      case Ids.CODEC_ID -> codecId = ElementReader.words(value, kept);
      case Ids.TITLE, Ids.MUXING_APP, Ids.WRITING_APP -> {
        text.add(ElementReader.words(value, kept));
        return true;
      }
      default -> {
        String name = Ids.UNNEEDED.get(id);
        if (name != null) {
          unneeded.add(name);
          return true;
        }
      }
    }
    return false;
  }

  /** Notes that the entry of a track is over. */
  void trackEnded() {
    tracks.add(new TrackSeen(number, uid, codecId));
  }

  List<Byte> segmentId() {
    return segmentId;
  }

  /** In the order of their entries. */
  List<Long> trackNumbers() {
    return tracks.stream().map(TrackSeen::number).toList();
  }

  /** As it stands. */
  SegmentSeen segment(StreamName stream, boolean usedByAnother) {
    return new SegmentSeen(
        stream,
        docType,
        List.copyOf(tracks),
        new SegmentId(segmentId, usedByAnother),
        List.copyOf(misplaced));
  }

  /** What was said in words so far. */
  TextSeen text(StreamName stream) {
    return new TextSeen(stream, List.copyOf(text), List.copyOf(unneeded));
  }

  private static List<Byte> octets(byte[] value, int kept) {
    List<Byte> octets = new ArrayList<>();
    for (int i = 0; i < kept; i++) {
      octets.add(value[i]);
    }
    return List.copyOf(octets);
  }
}
