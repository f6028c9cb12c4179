package io.github.kvssecure.internal.outgoing;

import io.github.kvssecure.internal.gate.rule.MediaFacts.Content;
import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentBegun;
import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentTime;
import io.github.kvssecure.internal.gate.rule.MediaFacts.SegmentSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.Tag;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TagsSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TextSeen;
import io.github.kvssecure.stream.StreamName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Makes facts of the bytes of one upload: its head once, each tag and each frame out of order
 * before it leaves, and each fragment when the next one begins. Not thread-safe. Tags lie behind
 * the cluster that they describe if the end of a fragment is among them, else before it.
 */
final class OutgoingUpload implements ElementReader.Listener {

  /** Judges what is read; what it throws keeps back the bytes that are being read. */
  interface Judge {
    /** Whether another stream had that segment id. */
    boolean isUsedByAnother(List<Byte> segmentId);

    /** The head of the upload is whole; once more if it goes on where it must not. */
    void head(SegmentSeen head, TextSeen text);

    /** The upload says something more in words. */
    void text(TextSeen text);

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

  private final OutgoingHead head = new OutgoingHead();

  private final List<Tag> tags = new ArrayList<>();
  private String tagName = "";
  private int tagNameBytes;
  private int tagValueBytes;
  private boolean closesFragment;

  /** Told by another thread than the one that reads. */
  private final NavigableSet<Long> leftOut = new ConcurrentSkipListSet<>();

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

  /** Says that a fragment does not come, or after all may. Thread-safe. */
  void leftOut(long timecodeMillis, boolean isLeftOut) {
    if (isLeftOut) {
      leftOut.add(timecodeMillis);
    } else {
      leftOut.remove(timecodeMillis);
    }
  }

  /** Says that no byte follows. */
  void end() {
    tellFragment(OptionalLong.empty());
  }

  @Override
  public void began(int id) {
    if (head.began(id)) {
      tellHead();
    }
    if (id == Ids.SIMPLE_TAG) {
      tagName = "";
      tagNameBytes = 0;
      tagValueBytes = 0;
    }
  }

  @Override
  public void value(int id, long size, byte[] value, int kept) {
    switch (id) {
      case Ids.TIMESTAMP -> begin(ElementReader.number(value, kept));
      case Ids.SIMPLE_BLOCK -> block(value, kept);
      case Ids.TAG_NAME -> {
        tagName = ElementReader.words(value, kept);
        tagNameBytes = (int) Math.min(size, Integer.MAX_VALUE);
        tellTag();
      }
      case Ids.TAG_STRING, Ids.TAG_BINARY -> {
        tagValueBytes = (int) Math.min(size, Integer.MAX_VALUE);
        tellTag();
      }
      default -> {
        if (head.value(id, value, kept)) {
          judge.text(head.text(stream));
        }
      }
    }
  }

  @Override
  public void ended(int id, long length) {
    if (id == Ids.SIMPLE_TAG) {
      endTag();
    } else if (id == Ids.TAGS) {
      endTags();
    } else if (id == Ids.TRACK_ENTRY) {
      head.trackEnded();
    } else if (id == Ids.CLUSTER) {
      bytes = length;
    }
  }

  private void tellHead() {
    judge.head(head.segment(stream, judge.isUsedByAnother(head.segmentId())), head.text(stream));
  }

  /** A tag within a tag would hide the name of the outer one: each part is judged when it comes. */
  private void tellTag() {
    if (tagNameBytes > 0) {
      judge.tags(new TagsSeen(stream, with(tag())));
    }
  }

  private void endTag() {
    Tag tag = tag();
    if (tag.name().equals(END)) {
      closesFragment = true;
    } else {
      judge.tags(new TagsSeen(stream, with(tag)));
      tags.add(tag);
    }
  }

  /** The end of a fragment among tags says that all of them describe the fragment before. */
  private void endTags() {
    if (closesFragment) {
      closesFragment = false;
      List<Tag> all = new ArrayList<>(tagsOfFragment);
      all.addAll(tags);
      tagsOfFragment = List.copyOf(all);
      tags.clear();
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

  /** The fragment ended where the next one began, also if that one does not leave. */
  private long endBefore(long next) {
    Long first = leftOut.higher(timecode);
    leftOut.headSet(next).clear();
    return first == null ? next : Math.min(first, next);
  }

  private void tellFragment(OptionalLong next) {
    if (timecode == NONE || empty) {
      return;
    }
    FragmentTime time =
        new FragmentTime(
            earliest,
            next.isPresent()
                ? Optional.of(Duration.ofMillis(endBefore(next.getAsLong()) - timecode))
                : Optional.empty(),
            latestBefore == NONE ? OptionalLong.empty() : OptionalLong.of(latestBefore));
    List<Long> without =
        head.trackNumbers().stream()
            .filter(number -> !trackSeen[(int) (number & TRACK_MASK)])
            .toList();
    latestBefore = latest;
    judge.left(
        new FragmentSeen(
            stream, timecode, bytes, time, new Content(keyFirst, without, tagsOfFragment)));
    timecode = NONE;
  }
}
