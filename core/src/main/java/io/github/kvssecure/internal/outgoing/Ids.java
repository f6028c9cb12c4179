package io.github.kvssecure.internal.outgoing;

import java.util.Map;

/** Ids of Matroska elements (RFC 9559, section 5.1), and how the outgoing reader treats them. */
final class Ids {

  static final int EBML = 0x1A45DFA3;
  static final int DOC_TYPE = 0x4282;
  static final int SEGMENT = 0x18538067;
  static final int INFO = 0x1549A966;
  static final int SEGMENT_UID = 0x73A4;
  static final int TITLE = 0x7BA9;
  static final int MUXING_APP = 0x4D80;
  static final int WRITING_APP = 0x5741;
  static final int TRACKS = 0x1654AE6B;
  static final int TRACK_ENTRY = 0xAE;
  static final int TRACK_NUMBER = 0xD7;
  static final int TRACK_UID = 0x73C5;
  static final int CODEC_ID = 0x86;
  static final int CLUSTER = 0x1F43B675;
  static final int TIMESTAMP = 0xE7;
  static final int SIMPLE_BLOCK = 0xA3;
  static final int TAGS = 0x1254C367;
  static final int TAG = 0x7373;
  static final int SIMPLE_TAG = 0x67C8;
  static final int TAG_NAME = 0x45A3;
  static final int TAG_STRING = 0x4487;
  static final int TAG_BINARY = 0x4485;

  /** What no upload needs, and may say something of the device or the person. */
  static final Map<Integer, String> UNNEEDED =
      Map.of(
          0x1941A469, "Attachments",
          0x1043A770, "Chapters",
          0x1C53BB6B, "Cues",
          0x114D9B74, "SeekHead");

  private Ids() {}

  /** Whether elements lie in it that are looked at. */
  static boolean isMaster(int id) {
    return switch (id) {
      case EBML, SEGMENT, INFO, TRACKS, TRACK_ENTRY, CLUSTER, TAGS, TAG, SIMPLE_TAG -> true;
      default -> false;
    };
  }

  /** Whether it lies in the segment itself: a cluster of unknown size ends where one begins. */
  static boolean isTopLevel(int id) {
    return switch (id) {
      case INFO, TRACKS, CLUSTER, TAGS -> true;
      default -> UNNEEDED.containsKey(id);
    };
  }

  /** How many bytes of its content are kept to be looked at; 0 if it is skipped. */
  static int keptBytes(int id) {
    return switch (id) {
      case DOC_TYPE, SEGMENT_UID, TRACK_NUMBER, TRACK_UID, TIMESTAMP, CODEC_ID -> 32;
      case TITLE, MUXING_APP, WRITING_APP, TAG_NAME -> 256;
      case SIMPLE_BLOCK -> 4;
      default -> 0;
    };
  }
}
