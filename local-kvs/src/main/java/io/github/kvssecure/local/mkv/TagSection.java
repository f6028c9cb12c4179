package io.github.kvssecure.local.mkv;

import io.github.kvssecure.local.mkv.MkvLimits.ReservedNames;
import io.github.kvssecure.local.mkv.MkvLimits.TagLimits;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads {@code Tags} and tells which fragment they describe.
 *
 * <p>Those beside {@code AWS_KINESISVIDEO_END_OF_FRAGMENT} close the fragment before them and
 * describe it: "the tags belong to the cluster before it". Others wait here for the next cluster,
 * but for those with a target other than the segment, and those after which no cluster comes.
 *
 * @see <a href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/images.html">Image
 *     generation, with an end of fragment after the tags of each fragment</a>
 */
final class TagSection implements ElementSink {
  private static final String RESERVED_PREFIX = "AWS";
  private static final String END_OF_FRAGMENT = "AWS_KINESISVIDEO_END_OF_FRAGMENT";

  /** Reserved, but what a producer asks images and notifications with. */
  private static final Set<String> SANCTIONED =
      Set.of(
          END_OF_FRAGMENT,
          "AWS_KINESISVIDEO_NOTIFICATION",
          "AWS_KINESISVIDEO_IMAGE_GENERATION",
          "AWS_KINESISVIDEO_IMAGE_PREFIX");

  private final TagLimits limits;
  private final MkvListener listener;
  private final Map<String, String> waiting = new LinkedHashMap<>();
  private final Map<String, String> ofElement = new LinkedHashMap<>();
  private final Map<String, String> ofTag = new LinkedHashMap<>();
  private final Deque<SimpleTag> open = new ArrayDeque<>();
  private final Map<String, String> targeted = new LinkedHashMap<>();
  private int count;
  private boolean hasTarget;
  private boolean closesFragment;

  /** A {@code SimpleTag} until it ends. */
  private static final class SimpleTag {
    String name = "";
    String value = "";
  }

  TagSection(TagLimits limits, MkvListener listener) {
    this.limits = limits;
    this.listener = listener;
  }

  /** The tags that came since the last cluster; none wait afterwards. */
  Map<String, String> take() {
    Map<String, String> taken = Collections.unmodifiableMap(new LinkedHashMap<>(waiting));
    waiting.clear();
    count = 0;
    return taken;
  }

  @Override
  public void admit(ElementHead head) throws MkvException {
    Element element = head.element();
    if (element == Element.TAG_NAME) {
      requireSize(head, limits.maxNameBytes());
    } else if (element == Element.TAG_STRING) {
      requireSize(head, limits.maxValueBytes());
    } else if (element != null && element.kind() == Element.Kind.UNSIGNED) {
      requireSize(head, Long.BYTES);
    }
  }

  private static void requireSize(ElementHead head, int most) throws MkvException {
    if (head.size() > most) {
      throw refused("%s has %d bytes, required: %d or fewer".formatted(head, head.size(), most));
    }
  }

  @Override
  public void begin(ElementHead head) throws MkvException {
    if (head.element() == Element.TAG) {
      hasTarget = false;
    } else if (head.element() == Element.SIMPLE_TAG) {
      open.push(new SimpleTag());
    }
  }

  @Override
  public void value(ElementData data) throws MkvException {
    switch (data.element()) {
      case TAG_NAME -> open.element().name = tagText(data);
      case TAG_STRING -> open.element().value = tagText(data);
      default -> hasTarget |= data.unsigned() != 0;
    }
  }

  private static String tagText(ElementData data) throws MkvException {
    try {
      return data.text();
    } catch (MkvException malformed) {
      MkvException refusal = refused(malformed.getMessage());
      refusal.initCause(malformed);
      throw refusal;
    }
  }

  @Override
  public void end(Element element, long endOffset) throws MkvException {
    switch (element) {
      case SIMPLE_TAG -> add(open.pop());
      case TAG -> {
        (hasTarget ? targeted : ofElement).putAll(ofTag);
        ofTag.clear();
      }
      case TAGS -> complete();
      default -> {}
    }
  }

  private void add(SimpleTag tag) throws MkvException {
    if (tag.name.isEmpty()) {
      throw refused("a tag has no name, required: 1 to " + limits.maxNameBytes() + " bytes");
    }
    if (limits.reservedNames() == ReservedNames.REFUSED
        && tag.name.startsWith(RESERVED_PREFIX)
        && !SANCTIONED.contains(tag.name)) {
      throw refused("a tag's name begins with AWS, which the service keeps for itself");
    }
    if (tag.name.equals(END_OF_FRAGMENT)) {
      closesFragment = true;
      return;
    }
    count++;
    if (count > limits.maxCount()) {
      throw new MkvException(
          FragmentError.FRAGMENT_METADATA_LIMIT_REACHED,
          "a fragment has more than " + limits.maxCount() + " tags, required: that many at most");
    }
    ofTag.put(tag.name, tag.value);
  }

  private void complete() {
    if (closesFragment) {
      if (!ofElement.isEmpty()) {
        listener.fragmentClosed(Collections.unmodifiableMap(new LinkedHashMap<>(ofElement)));
      }
      count = waiting.size();
    } else {
      waiting.putAll(ofElement);
    }
    ofElement.clear();
    closesFragment = false;
    report(targeted);
    targeted.clear();
  }

  /** No cluster follows: what waits describes none. */
  void endSegment() {
    report(take());
  }

  private void report(Map<String, String> tags) {
    if (!tags.isEmpty()) {
      listener.segmentTags(Collections.unmodifiableMap(new LinkedHashMap<>(tags)));
    }
  }

  private static MkvException refused(String message) {
    return new MkvException(FragmentError.INVALID_FRAGMENT_METADATA, message);
  }
}
