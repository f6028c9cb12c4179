package io.github.kvssecure.local.mkv;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the EBML header, {@code Info} and {@code Tracks} into an {@link MkvHeader}. */
final class HeaderSection implements ElementSink {
  /** Longest title, name or codec id; ours. */
  private static final int MAX_TEXT_BYTES = 4096;

  private static final int SEGMENT_UID_BYTES = 16;

  /** 100 ns to 1 s is what Kinesis Video Streams accepts of a producer. */
  private static final long MIN_UPLOAD_SCALE_NANOS = 100;

  private static final long MAX_SCALE_NANOS = 1_000_000_000;

  private final MkvLimits limits;
  private final List<MkvTrack> tracks = new ArrayList<>();
  private TrackEntry entry = new TrackEntry();
  private String docType = "";
  private long timecodeScale = MkvHeader.DEFAULT_TIMECODE_SCALE_NANOS;
  private byte[] segmentUid = {};
  private String title = "";
  private String muxingApp = "";
  private String writingApp = "";
  private boolean infoComplete;
  private boolean tracksComplete;

  HeaderSection(MkvLimits limits) {
    this.limits = limits;
  }

  /** The header, null until both {@code Info} and {@code Tracks} are complete. */
  @Nullable MkvHeader header() {
    return infoComplete && tracksComplete
        ? new MkvHeader(docType, timecodeScale, tracks, segmentUid, title, muxingApp, writingApp)
        : null;
  }

  @Override
  public void admit(ElementHead head) throws MkvException {
    Element element = head.element();
    if (element == null
        || element.kind() == Element.Kind.MASTER
        || element.kind() == Element.Kind.SKIPPED) {
      return;
    }
    long most =
        switch (element) {
          case CODEC_PRIVATE -> limits.maxCodecPrivateBytes();
          case SEGMENT_UID -> SEGMENT_UID_BYTES;
          default -> element.kind() == Element.Kind.TEXT ? MAX_TEXT_BYTES : Long.BYTES;
        };
    if (head.size() > most) {
      throw MkvException.invalid(
          "%s has %d bytes, required: %d or fewer".formatted(head, head.size(), most));
    }
  }

  @Override
  public void begin(ElementHead head) throws MkvException {
    if (head.element() == Element.TRACK_ENTRY) {
      if (tracks.size() == limits.maxTracks()) {
        throw new MkvException(
            FragmentError.MORE_THAN_ALLOWED_TRACKS_FOUND,
            "more than "
                + limits.maxTracks()
                + " tracks are declared, required: that many at most");
      }
      entry = new TrackEntry();
    } else if ((head.element() == Element.INFO && infoComplete)
        || (head.element() == Element.TRACKS && tracksComplete)) {
      throw MkvException.invalid("the segment has a second " + head + ", required: one");
    }
  }

  @Override
  public void value(ElementData data) throws MkvException {
    switch (data.element()) {
      case EBML_READ_VERSION, EBML_VERSION -> requireAtMost(data, 1);
      case EBML_MAX_ID_LENGTH -> requireAtMost(data, 4);
      case EBML_MAX_SIZE_LENGTH -> requireAtMost(data, 8);
      case DOC_TYPE_READ_VERSION -> requireAtMost(data, 4);
      case DOC_TYPE -> docType = data.text();
      case SEGMENT_UID -> segmentUid = requireSegmentUid(data);
      case TIMECODE_SCALE -> timecodeScale = requireScale(data);
      case TITLE -> title = data.text();
      case MUXING_APP -> muxingApp = data.text();
      case WRITING_APP -> writingApp = data.text();
      default -> entry.value(data);
    }
  }

  @Override
  public void skipped(Element element) throws MkvException {
    if (element == Element.CONTENT_ENCODINGS) {
      throw MkvException.invalid(
          "a track is compressed or encrypted by ContentEncodings, required: plain frames;"
              + " remultiplex with 'mkvmerge --compression -1:none' or ffmpeg");
    }
  }

  @Override
  public void end(Element element, long endOffset) throws MkvException {
    switch (element) {
      case EBML -> requireDocType();
      case INFO -> infoComplete = true;
      case TRACK_ENTRY -> declare(entry.track());
      case TRACKS -> {
        if (tracks.isEmpty()) {
          throw MkvException.invalid("Tracks declares no track, required: one or more");
        }
        tracksComplete = true;
      }
      default -> {}
    }
  }

  private void declare(MkvTrack track) throws MkvException {
    for (MkvTrack other : tracks) {
      if (other.number() == track.number() || other.uid() == track.uid()) {
        throw MkvException.invalid(
            "two tracks have number %d or uid %s, required: unique ones"
                .formatted(track.number(), Long.toUnsignedString(track.uid())));
      }
    }
    tracks.add(track);
  }

  private void requireDocType() throws MkvException {
    boolean webm = limits.elements() != MkvLimits.Elements.UPLOAD && docType.equals("webm");
    if (!webm && !docType.equals("matroska")) {
      throw MkvException.invalid("DocType is absent or not matroska, required: matroska");
    }
  }

  private long requireScale(ElementData data) throws MkvException {
    long scale = data.unsigned();
    long least = limits.elements() == MkvLimits.Elements.UPLOAD ? MIN_UPLOAD_SCALE_NANOS : 1;
    if (scale < least || scale > MAX_SCALE_NANOS) {
      throw MkvException.invalid(
          "%s is %s ns, required: %d to %d"
              .formatted(data.element(), Long.toUnsignedString(scale), least, MAX_SCALE_NANOS));
    }
    return scale;
  }

  private static byte[] requireSegmentUid(ElementData data) throws MkvException {
    if (data.bytes().length != SEGMENT_UID_BYTES) {
      throw MkvException.invalid(
          "%s has %d bytes, required: %d"
              .formatted(data.element(), data.bytes().length, SEGMENT_UID_BYTES));
    }
    return data.bytes();
  }

  private static void requireAtMost(ElementData data, int most) throws MkvException {
    int value = data.integer(1);
    if (value > most) {
      throw MkvException.invalid(
          "%s is %d, required: %d or less".formatted(data.element(), value, most));
    }
  }
}
