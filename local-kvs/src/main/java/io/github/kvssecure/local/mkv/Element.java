package io.github.kvssecure.local.mkv;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The elements that are read or refused by name; every other id is unknown and skipped whole.
 *
 * <p>Ids, types and parents: RFC 9559, section 5.1, and RFC 8794, section 11.
 */
enum Element {
  EBML(0x1A45DFA3, Kind.MASTER),
  EBML_READ_VERSION(0x42F7, Kind.UNSIGNED, EBML),
  EBML_MAX_ID_LENGTH(0x42F2, Kind.UNSIGNED, EBML),
  EBML_MAX_SIZE_LENGTH(0x42F3, Kind.UNSIGNED, EBML),
  EBML_VERSION(0x4286, Kind.UNSIGNED, EBML),
  DOC_TYPE(0x4282, Kind.TEXT, EBML),
  DOC_TYPE_VERSION(0x4287, Kind.UNSIGNED, EBML),
  DOC_TYPE_READ_VERSION(0x4285, Kind.UNSIGNED, EBML),
  SEGMENT(0x18538067, Kind.MASTER),

  SEEK_HEAD(0x114D9B74, Kind.SKIPPED, SEGMENT),
  CUES(0x1C53BB6B, Kind.SKIPPED, SEGMENT),
  CHAPTERS(0x1043A770, Kind.SKIPPED, SEGMENT),
  ATTACHMENTS(0x1941A469, Kind.SKIPPED, SEGMENT),

  INFO(0x1549A966, Kind.MASTER, SEGMENT),
  SEGMENT_UID(0x73A4, Kind.BINARY, INFO),
  TIMECODE_SCALE(0x2AD7B1, Kind.UNSIGNED, INFO),
  TITLE(0x7BA9, Kind.TEXT, INFO),
  MUXING_APP(0x4D80, Kind.TEXT, INFO),
  WRITING_APP(0x5741, Kind.TEXT, INFO),

  TRACKS(0x1654AE6B, Kind.MASTER, SEGMENT),
  TRACK_ENTRY(0xAE, Kind.MASTER, TRACKS),
  TRACK_NUMBER(0xD7, Kind.UNSIGNED, TRACK_ENTRY),
  TRACK_UID(0x73C5, Kind.UNSIGNED, TRACK_ENTRY),
  TRACK_TYPE(0x83, Kind.UNSIGNED, TRACK_ENTRY),
  FLAG_LACING(0x9C, Kind.UNSIGNED, TRACK_ENTRY),
  CODEC_ID(0x86, Kind.TEXT, TRACK_ENTRY),
  NAME(0x536E, Kind.TEXT, TRACK_ENTRY),
  CODEC_PRIVATE(0x63A2, Kind.BINARY, TRACK_ENTRY),
  CONTENT_ENCODINGS(0x6D80, Kind.SKIPPED, TRACK_ENTRY),
  VIDEO(0xE0, Kind.MASTER, TRACK_ENTRY),
  PIXEL_WIDTH(0xB0, Kind.UNSIGNED, VIDEO),
  PIXEL_HEIGHT(0xBA, Kind.UNSIGNED, VIDEO),
  AUDIO(0xE1, Kind.MASTER, TRACK_ENTRY),
  SAMPLING_FREQUENCY(0xB5, Kind.FLOAT, AUDIO),
  CHANNELS(0x9F, Kind.UNSIGNED, AUDIO),

  CLUSTER(0x1F43B675, Kind.MASTER, SEGMENT),
  TIMECODE(0xE7, Kind.UNSIGNED, CLUSTER),
  POSITION(0xA7, Kind.SKIPPED, CLUSTER),
  PREV_SIZE(0xAB, Kind.SKIPPED, CLUSTER),
  SIMPLE_BLOCK(0xA3, Kind.BINARY, CLUSTER),
  BLOCK_GROUP(0xA0, Kind.MASTER, CLUSTER),
  BLOCK(0xA1, Kind.BINARY, BLOCK_GROUP),
  BLOCK_DURATION(0x9B, Kind.SKIPPED, BLOCK_GROUP),
  REFERENCE_BLOCK(0xFB, Kind.SKIPPED, BLOCK_GROUP),

  TAGS(0x1254C367, Kind.MASTER, SEGMENT),
  TAG(0x7373, Kind.MASTER, TAGS),
  TARGETS(0x63C0, Kind.MASTER, TAG),
  TAG_TRACK_UID(0x63C5, Kind.UNSIGNED, TARGETS),
  TAG_EDITION_UID(0x63C9, Kind.UNSIGNED, TARGETS),
  TAG_CHAPTER_UID(0x63C4, Kind.UNSIGNED, TARGETS),
  TAG_ATTACHMENT_UID(0x63C6, Kind.UNSIGNED, TARGETS),
  SIMPLE_TAG(0x67C8, Kind.MASTER, TAG),
  TAG_NAME(0x45A3, Kind.TEXT, SIMPLE_TAG),
  TAG_STRING(0x4487, Kind.TEXT, SIMPLE_TAG),

  VOID(0xEC, Kind.SKIPPED),
  CRC_32(0xBF, Kind.SKIPPED);

  /** How the content of an element is read. */
  enum Kind {
    MASTER,
    UNSIGNED,
    FLOAT,
    TEXT,
    BINARY,
    /** Known, checked for its place, never looked into. */
    SKIPPED
  }

  private static final Map<Integer, Element> BY_ID =
      Arrays.stream(values()).collect(Collectors.toMap(Element::id, Function.identity()));

  private final int id;
  private final Kind kind;
  private final @Nullable Element parent;

  Element(int id, Kind kind) {
    this(id, kind, null);
  }

  Element(int id, Kind kind, @Nullable Element parent) {
    this.id = id;
    this.kind = kind;
    this.parent = parent;
  }

  static @Nullable Element ofId(int id) {
    return BY_ID.get(id);
  }

  /** The id with its length marker, as it stands in the file. */
  int id() {
    return id;
  }

  Kind kind() {
    return kind;
  }

  /**
   * The child of the segment that the element lies in, or is; {@link #EBML} and {@link #SEGMENT}
   * for themselves, null for what may lie anywhere.
   */
  @Nullable Element section() {
    if (isGlobal()) {
      return null;
    }
    Element section = this;
    for (Element above = parent; above != null && above != SEGMENT; above = above.parent) {
      section = above;
    }
    return section;
  }

  /** Whether the element may lie directly in this one, null being the document itself. */
  boolean belongsIn(@Nullable Element container) {
    return isGlobal()
        || parent == container
        // SimpleTag is the one recursive element that is read (RFC 9559, section 5.1.8.1.2).
        || (this == SIMPLE_TAG && container == SIMPLE_TAG);
  }

  /** Whether the element may lie anywhere (RFC 8794, section 11.3). */
  boolean isGlobal() {
    return this == VOID || this == CRC_32;
  }

  /** Whether the size may be unknown (RFC 9559, section 5.1: unknownsizeallowed). */
  boolean mayHaveUnknownSize() {
    return this == SEGMENT || this == CLUSTER;
  }

  /** The name as the specification spells it, near enough for a message. */
  @Override
  public String toString() {
    StringBuilder name = new StringBuilder();
    for (String word : name().split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }
}
