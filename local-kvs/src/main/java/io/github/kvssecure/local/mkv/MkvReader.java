package io.github.kvssecure.local.mkv;

import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads Matroska that arrives in slices of any size, and tells an {@link MkvListener} what it finds
 * as soon as it is complete.
 *
 * <p>What a stream makes the reader hold is bounded by its {@link MkvLimits}: declared sizes are
 * checked before memory is taken, and memory is taken as bytes arrive. Elements that it does not
 * know are skipped; CRC-32 elements are not verified.
 *
 * <p>A fragment ends with its cluster: one of known size with its last byte, one of unknown size
 * with the next {@code Cluster}, {@code Tags} or other child of the segment, or with {@link #end}.
 * Tags describe the cluster that follows them, as the native producer writes them; exceptions are
 * given at {@link MkvListener#segmentTags}.
 *
 * <p>Not thread-safe. After an {@link MkvException} every call throws one of the same error; after
 * an exception of the listener the reader must not be used again.
 */
public final class MkvReader {
  private final DocumentSink document;
  private final ElementParser parser;
  private @Nullable MkvException failure;
  private boolean ended;

  /**
   * A reader at the beginning of a stream.
   *
   * @param listener hears what is found, on the thread that calls {@link #feed} and {@link #end}
   * @param limits what is accepted
   */
  public MkvReader(MkvListener listener, MkvLimits limits) {
    this.document = new DocumentSink(listener, limits);
    this.parser = new ElementParser(document, limits.maxNesting());
  }

  /**
   * Reads the next bytes of the stream.
   *
   * @param bytes borrowed until return
   * @param offset where the bytes begin in the array
   * @param length how many there are, 0 or more
   * @throws MkvException if the stream is not what the limits allow
   * @throws IllegalStateException after {@link #end}
   */
  public void feed(byte[] bytes, int offset, int length) throws MkvException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    requireUsable();
    try {
      parser.feed(bytes, offset, length);
    } catch (MkvException refusal) {
      throw fail(refusal);
    }
  }

  /**
   * The stream is over: ends the last fragment.
   *
   * @throws MkvException if an element or the header is incomplete, or the last fragment is refused
   * @throws IllegalStateException if called before
   */
  public void end() throws MkvException {
    requireUsable();
    ended = true;
    try {
      parser.end();
      document.endStream();
    } catch (MkvException refusal) {
      throw fail(refusal);
    }
  }

  /** How many bytes were read until now. */
  public long bytesRead() {
    return parser.offset();
  }

  private void requireUsable() throws MkvException {
    if (failure != null) {
      throw failure.again();
    }
    if (ended) {
      throw new IllegalStateException("the reader was ended; use another one for another stream");
    }
  }

  private MkvException fail(MkvException refusal) {
    OptionalLong timecode = document.timecodeMillis();
    MkvException located =
        timecode.isPresent() ? refusal.inFragment(timecode.getAsLong()) : refusal;
    failure = located;
    return located;
  }
}
