package io.github.kvssecure.internal.outgoing;

import io.github.kvssecure.internal.gate.rule.MediaFacts.Content;
import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentBegun;
import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentTime;
import io.github.kvssecure.internal.gate.rule.MediaFacts.SegmentId;
import io.github.kvssecure.internal.gate.rule.MediaFacts.SegmentSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.Tag;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TagsSeen;
import io.github.kvssecure.stream.StreamName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes facts of the bytes of one upload: its head once, each tag and each frame out of order
 * before it leaves, and each fragment when the next one begins. Not thread-safe. Tags lie before
 * the cluster that they describe, but for the one that ends the upload.
 */
final class OutgoingUpload implements ElementReader.Listener {

  /** Judges what is read; what it throws keeps back the bytes that are being read. */
  interface Judge {
    /** Whether another stream had that segment id. */
    boolean isUsedByAnother(List<Byte> segmentId);

    /** The head of the upload is whole. */
    void head(SegmentSeen head);

    /** One more tag of a fragment, or a part of it that can be judged. */
    void tags(TagsSeen tags);

    /** A fragment that follows another has an earliest timestamp. */
    void begun(FragmentBegun fragment);

    /** A fragment is whole. */
    void left(FragmentSeen fragment);
  }

  private static final String END = "AWS_KINESISVIDEO_END_OF_FRAGMENT";
  private static final long NONE = Long.MIN_VALUE;
  private static final int KEY_FRAME = 0x80;
  private static final int TRACK_MASK = 0x7f;

  private final StreamName stream;
  private final Judge judge;
  private final ElementReader reader = new ElementReader(this);

  private String docType = "";
  private final List<Long> tracks = new ArrayList<>();
  private final List<String> text = new ArrayList<>();
  private final List<String> unneeded = new ArrayList<>();
  private List<Byte> segmentId = List.of();
  private boolean headSeen;

  private final List<Tag> tags = new ArrayList<>();
  private String tagName = "";
  private int tagNameBytes;
  private int tagValueBytes;

  private List<Tag> tagsOfFragment = List.of();
  private final boolean[] trackSeen = new boolean[TRACK_MASK + 1];
  private long timecode = NONE;
  private long bytes;
  private long earliest;
  private long latest;
  private long latestBefore = NONE;
  private boolean keyFirst;
  private boolean empty;

  /**
   * @param stream of which stream
   * @param judge told what is read
   */
  OutgoingUpload(StreamName stream, Judge judge) {
    this.stream = stream;
    this.judge = judge;
  }

  /** Looks at bytes that are about to leave. */
  void read(byte[] buffer, int length) throws UnboundedElementException {
    reader.read(buffer, length);
  }

  /** Says that no byte follows. */
  void end() {
    tellFragment(OptionalLong.empty());
  }

  @Override
  public void began(int id) {
    if (id == Ids.CLUSTER) {
      tellHead();
    } else if (id == Ids.SIMPLE_TAG) {
      tagName = "";
      tagNameBytes = 0;
      tagValueBytes = 0;
    }
  }

  @Override
  public void value(int id, long size, byte[] value, int kept) {
    switch (id) {
      case Ids.DOC_TYPE -> docType = words(value, kept);
      case Ids.TITLE, Ids.MUXING_APP, Ids.WRITING_APP -> text.add(words(value, kept));
      case Ids.SEGMENT_UID -> segmentId = octets(value, kept);
      case Ids.TRACK_NUMBER -> tracks.add(ElementReader.number(value, kept));
      case Ids.TIMESTAMP -> begin(ElementReader.number(value, kept));
      case Ids.SIMPLE_BLOCK -> block(value, kept);
      case Ids.TAG_NAME -> {
        tagName = words(value, kept);
        tagNameBytes = (int) Math.min(size, Integer.MAX_VALUE);
        tellTag();
      }
      case Ids.TAG_STRING, Ids.TAG_BINARY -> {
        tagValueBytes = (int) Math.min(size, Integer.MAX_VALUE);
        tellTag();
      }
      default -> {
        String name = Ids.UNNEEDED.get(id);
        if (name != null) {
          unneeded.add(name);
        }
      }
    }
  }

  @Override
  public void ended(int id, long length) {
    if (id == Ids.SIMPLE_TAG) {
      endTag();
    } else if (id == Ids.CLUSTER) {
      bytes = length;
    }
  }

  private void tellHead() {
    if (!headSeen) {
      headSeen = true;
      judge.head(
          new SegmentSeen(
              stream,
              docType,
              List.copyOf(tracks),
              List.copyOf(text),
              new SegmentId(segmentId, judge.isUsedByAnother(segmentId)),
              List.copyOf(unneeded)));
    }
  }

  /** A tag within a tag would hide the name of the outer one: each part is judged when it comes. */
  private void tellTag() {
    if (tagNameBytes > 0) {
      judge.tags(new TagsSeen(stream, with(tag())));
    }
  }

  private void endTag() {
    Tag tag = tag();
    if (!tag.name().equals(END)) {
      judge.tags(new TagsSeen(stream, with(tag)));
      tags.add(tag);
    }
  }

  private Tag tag() {
    return new Tag(tagName, tagNameBytes, tagValueBytes);
  }

  private List<Tag> with(Tag last) {
    List<Tag> all = new ArrayList<>(tags);
    all.add(last);
    return List.copyOf(all);
  }

  private void begin(long time) {
    tellFragment(OptionalLong.of(time));
    timecode = time;
    tagsOfFragment = List.copyOf(tags);
    tags.clear();
    empty = true;
  }

  private void block(byte[] value, int kept) {
    if (kept < 4) {
      return;
    }
    long time = timecode + (short) ((value[1] & 0xff) << 8 | (value[2] & 0xff));
    if (empty) {
      empty = false;
      keyFirst = (value[3] & KEY_FRAME) != 0;
      earliest = Long.MAX_VALUE;
      latest = time;
      Arrays.fill(trackSeen, false);
    }
    if (time < earliest) {
      earliest = time;
      if (latestBefore != NONE) {
        judge.begun(new FragmentBegun(stream, timecode, earliest, latestBefore));
      }
    }
    latest = Math.max(latest, time);
    trackSeen[value[0] & TRACK_MASK] = true;
  }

  private void tellFragment(OptionalLong next) {
    if (timecode == NONE || empty) {
      return;
    }
    FragmentTime time =
        new FragmentTime(
            earliest,
            next.isPresent()
                ? Optional.of(Duration.ofMillis(next.getAsLong() - timecode))
                : Optional.empty(),
            latestBefore == NONE ? OptionalLong.empty() : OptionalLong.of(latestBefore));
    List<Long> without =
        tracks.stream().filter(number -> !trackSeen[(int) (number & TRACK_MASK)]).toList();
    latestBefore = latest;
    judge.left(
        new FragmentSeen(
            stream, timecode, bytes, time, new Content(keyFirst, without, tagsOfFragment)));
    timecode = NONE;
  }

  private static String words(byte[] value, int kept) {
    return new String(value, 0, kept, StandardCharsets.UTF_8);
  }

  private static List<Byte> octets(byte[] value, int kept) {
    List<Byte> octets = new ArrayList<>();
    for (byte octet : ElementReader.copy(value, kept)) {
      octets.add(octet);
    }
    return List.copyOf(octets);
  }
}
