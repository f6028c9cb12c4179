package io.github.kvssecure.local.mkv;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The id and size of an element, as they stand before its content.
 *
 * @param id the id with its length marker
 * @param element the element that the id names, null if unknown
 * @param container the element that directly contains this one, null at the top of the document
 * @param start the offset of the id's first byte
 * @param contentStart the offset of the content
 * @param size the declared size of the content in bytes, or {@link #UNKNOWN_SIZE}
 */
record ElementHead(
    int id,
    @Nullable Element element,
    @Nullable Element container,
    long start,
    long contentStart,
    long size) {

  /** All value bits of the size are set (RFC 8794, section 6.2). */
  static final long UNKNOWN_SIZE = -1;

  boolean hasUnknownSize() {
    return size == UNKNOWN_SIZE;
  }

  /** The offset after the content; meaningless if the size is unknown. */
  long end() {
    return contentStart + size;
  }

  @Override
  public String toString() {
    return element == null
        ? "element 0x" + Integer.toHexString(id).toUpperCase(Locale.ROOT)
        : element.toString();
  }
}
