package io.github.kvssecure.local.mkv;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Splits bytes that arrive in arbitrary slices into EBML elements.
 *
 * <p>It checks the encoding (RFC 8794), the place of every known element, that nothing reaches
 * beyond what contains it, the depth, and that only {@code Segment} and {@code Cluster} have an
 * unknown size. It holds the head of one element and the content of one that is not a master, no
 * more; what the content may measure is for the {@link ElementSink} to say. Not thread-safe.
 */
final class ElementParser {
  private static final int MAX_ID_BYTES = 4;
  private static final int MAX_SIZE_BYTES = 8;

  /** The buffer grows with the bytes that came, not with the size that was declared. */
  private static final int FIRST_ALLOCATION = 64 * 1024;

  private enum Part {
    ID,
    SIZE,
    CONTENT,
    SKIPPED_CONTENT
  }

  private final ElementSink sink;
  private final int maxNesting;
  private final Deque<ElementHead> open = new ArrayDeque<>();

  private Part part = Part.ID;
  private long offset;
  private long headStart;
  private long vint;
  private int vintBytesMissing;
  private int vintLength;
  private int id;
  private @Nullable Element element;
  private long contentMissing;
  private byte[] content = {};
  private int contentLength;
  private int contentSize;

  ElementParser(ElementSink sink, int maxNesting) {
    this.sink = sink;
    this.maxNesting = maxNesting;
  }

  /** How many bytes were read. */
  long offset() {
    return offset;
  }

  void feed(byte[] bytes, int from, int length) throws MkvException {
    int at = from;
    int end = from + length;
    while (at < end) {
      int taken =
          switch (part) {
            case ID, SIZE -> {
              readHeadByte(bytes[at] & 0xFF);
              yield 1;
            }
            case CONTENT -> readContent(bytes, at, end - at);
            case SKIPPED_CONTENT -> skipContent(end - at);
          };
      at += taken;
    }
  }

  /**
   * The bytes are over: closes what has an unknown size.
   *
   * @throws MkvException if an element is incomplete
   */
  void end() throws MkvException {
    boolean inHead = part == Part.ID && vintBytesMissing == 0;
    if (!inHead) {
      throw truncated(element == null ? "an element" : element.toString());
    }
    while (!open.isEmpty()) {
      if (!open.element().hasUnknownSize()) {
        throw truncated(open.element().toString());
      }
      close();
    }
  }

  private void readHeadByte(int octet) throws MkvException {
    offset++;
    if (vintBytesMissing == 0) {
      beginVint(octet);
    } else {
      vint = vint << 8 | octet;
      vintBytesMissing--;
    }
    if (vintBytesMissing > 0) {
      return;
    }
    if (part == Part.ID) {
      readId();
    } else {
      readSize();
    }
  }

  private void beginVint(int octet) throws MkvException {
    vintLength = Integer.numberOfLeadingZeros(octet) - (Integer.SIZE - Byte.SIZE) + 1;
    if (part == Part.ID) {
      headStart = offset - 1;
      element = null;
    }
    int longest = part == Part.ID ? MAX_ID_BYTES : MAX_SIZE_BYTES;
    if (vintLength > longest) {
      throw MkvException.invalid(
          "the %s at byte %d has more than %d bytes"
              .formatted(part.name().toLowerCase(Locale.ROOT), offset - 1, longest));
    }
    vint = octet;
    vintBytesMissing = vintLength - 1;
  }

  /** The bits of a variable-size integer without its length marker. */
  private long vintValue() {
    return vint & vintMask();
  }

  private long vintMask() {
    return (1L << (7 * vintLength)) - 1;
  }

  private void readId() throws MkvException {
    if (vintValue() == 0 || vintValue() == vintMask()) {
      throw MkvException.invalid(
          "the id at byte %d is 0x%X, which is reserved".formatted(headStart, vint));
    }
    id = (int) vint;
    element = Element.ofId(id);
    part = Part.SIZE;
    if (element != null && !element.isGlobal()) {
      closeUnknownSizesBefore(element);
      requirePlace(element);
    } else if (open.isEmpty() && element == null) {
      throw MkvException.invalid(
          "the stream has element 0x%X at its top, required: EBML, then Segment".formatted(id));
    }
  }

  /**
   * An element of unknown size ends where one begins that belongs further out (RFC 8794, 6.2). What
   * belongs nowhere ends nothing: it is refused where it stands.
   */
  private void closeUnknownSizesBefore(Element next) throws MkvException {
    int ending = 0;
    for (ElementHead head : open) {
      if (next.belongsIn(head.element())) {
        break;
      }
      if (!head.hasUnknownSize()) {
        return;
      }
      ending++;
    }
    if (ending == open.size() && !next.belongsIn(null)) {
      return;
    }
    for (; ending > 0; ending--) {
      closeAt(headStart);
    }
  }

  private void requirePlace(Element next) throws MkvException {
    Element container = container();
    if (!next.belongsIn(container)) {
      throw MkvException.invalid(
          "%s at byte %d lies in %s, where it does not belong"
              .formatted(next, headStart, container == null ? "no element" : container));
    }
    requireDepth();
  }

  private @Nullable Element container() {
    return open.isEmpty() ? null : open.element().element();
  }

  private void requireDepth() throws MkvException {
    if (open.size() + 1 > maxNesting) {
      throw MkvException.invalid(
          "the element at byte %d lies at depth %d, required: %d or less"
              .formatted(headStart, open.size() + 1, maxNesting));
    }
  }

  private void readSize() throws MkvException {
    long size = vintValue() == vintMask() ? ElementHead.UNKNOWN_SIZE : vintValue();
    ElementHead head = new ElementHead(id, element, container(), headStart, offset, size);
    if (head.hasUnknownSize() && (element == null || !element.mayHaveUnknownSize())) {
      throw MkvException.invalid(
          head + " at byte " + headStart + " has an unknown size, required: a known one");
    }
    long limit = containerEnd();
    if (Math.max(offset, head.end()) > limit) {
      throw MkvException.invalid(
          "%s at byte %d has %d bytes and reaches %d bytes beyond what contains it"
              .formatted(head, headStart, size, Math.max(offset, head.end()) - limit));
    }
    sink.admit(head);
    if (element == null || element.kind() == Element.Kind.SKIPPED) {
      contentMissing = size;
      part = Part.SKIPPED_CONTENT;
      completeSkippedContent();
    } else if (element.kind() == Element.Kind.MASTER) {
      open.push(head);
      part = Part.ID;
      sink.begin(head);
      closeComplete();
    } else {
      beginContent(head);
    }
  }

  /** Where the innermost open element of known size ends. */
  private long containerEnd() {
    for (ElementHead head : open) {
      if (!head.hasUnknownSize()) {
        return head.end();
      }
    }
    return Long.MAX_VALUE;
  }

  private void beginContent(ElementHead head) throws MkvException {
    contentSize = Math.toIntExact(head.size());
    content = new byte[Math.min(contentSize, FIRST_ALLOCATION)];
    contentLength = 0;
    part = Part.CONTENT;
    completeContent(head.element());
  }

  private int readContent(byte[] bytes, int at, int available) throws MkvException {
    int taken = Math.min(available, contentSize - contentLength);
    if (contentLength + taken > content.length) {
      long grown = Math.max(2L * content.length, contentLength + (long) taken);
      content = Arrays.copyOf(content, (int) Math.min(grown, contentSize));
    }
    System.arraycopy(bytes, at, content, contentLength, taken);
    contentLength += taken;
    offset += taken;
    completeContent(element);
    return taken;
  }

  private void completeContent(@Nullable Element complete) throws MkvException {
    if (complete == null || contentLength < contentSize) {
      return;
    }
    byte[] bytes = content;
    content = new byte[0];
    part = Part.ID;
    sink.value(new ElementData(complete, bytes));
    closeComplete();
  }

  private int skipContent(int available) throws MkvException {
    int taken = (int) Math.min(available, contentMissing);
    contentMissing -= taken;
    offset += taken;
    completeSkippedContent();
    return taken;
  }

  private void completeSkippedContent() throws MkvException {
    if (contentMissing > 0) {
      return;
    }
    part = Part.ID;
    if (element != null) {
      sink.skipped(element);
    }
    closeComplete();
  }

  /** Closes the elements whose content has just been completed, innermost first. */
  private void closeComplete() throws MkvException {
    while (!open.isEmpty() && containerEnd() == offset) {
      close();
    }
  }

  private void close() throws MkvException {
    closeAt(offset);
  }

  private void closeAt(long endOffset) throws MkvException {
    Element closed = open.pop().element();
    if (closed != null) {
      sink.end(closed, endOffset);
    }
  }

  private MkvException truncated(String what) {
    return MkvException.invalid("the stream ends at byte " + offset + " in the middle of " + what);
  }
}
