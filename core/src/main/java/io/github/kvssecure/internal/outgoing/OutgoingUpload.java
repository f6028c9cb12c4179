package io.github.kvssecure.internal.outgoing;

import io.github.kvssecure.internal.gate.rule.MediaFacts.Content;
import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentTime;
import io.github.kvssecure.internal.gate.rule.MediaFacts.SegmentId;
import io.github.kvssecure.internal.gate.rule.MediaFacts.SegmentSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.Tag;
import io.github.kvssecure.stream.StreamName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Makes facts of the bytes of one upload: its head once, and each fragment when the next one
 * begins. Not thread-safe. Tags lie before the cluster that they describe, but for the one that
 * ends the upload.
 */
final class OutgoingUpload implements ElementReader.Listener {

  private static final String END = "AWS_KINESISVIDEO_END_OF_FRAGMENT";
  private static final long NONE = Long.MIN_VALUE;
  private static final int KEY_FRAME = 0x80;
  private static final int TRACK_MASK = 0x7f;

  private final StreamName stream;
  private final Predicate<List<Byte>> usedByAnother;
  private final Consumer<SegmentSeen> segments;
  private final Consumer<FragmentSeen> fragments;
  private final ElementReader reader = new ElementReader(this);

  private String docType = "";
  private final List<Long> tracks = new ArrayList<>();
  private final List<String> text = new ArrayList<>();
  private final List<String> unneeded = new ArrayList<>();
  private List<Byte> segmentId = List.of();
  private boolean headSeen;

  private List<Tag> tags = new ArrayList<>();
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
   * @param usedByAnother whether another stream had that segment id
   * @param segments told of the head
   * @param fragments told of each fragment
   */
  OutgoingUpload(
      StreamName stream,
      Predicate<List<Byte>> usedByAnother,
      Consumer<SegmentSeen> segments,
      Consumer<FragmentSeen> fragments) {
    this.stream = stream;
    this.usedByAnother = usedByAnother;
    this.segments = segments;
    this.fragments = fragments;
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
      }
      case Ids.TAG_STRING -> tagValueBytes = (int) Math.min(size, Integer.MAX_VALUE);
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
      tags.add(new Tag(tagName, tagNameBytes, tagValueBytes));
    } else if (id == Ids.CLUSTER) {
      bytes = length;
    }
  }

  private void tellHead() {
    if (!headSeen) {
      headSeen = true;
      segments.accept(
          new SegmentSeen(
              stream,
              docType,
              List.copyOf(tracks),
              List.copyOf(text),
              new SegmentId(segmentId, usedByAnother.test(segmentId)),
              List.copyOf(unneeded)));
    }
  }

  private void begin(long time) {
    tellFragment(OptionalLong.of(time));
    timecode = time;
    tagsOfFragment = tags.stream().filter(tag -> !tag.name().equals(END)).toList();
    tags = new ArrayList<>();
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
      earliest = time;
      latest = time;
      Arrays.fill(trackSeen, false);
    }
    earliest = Math.min(earliest, time);
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
    fragments.accept(
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
