package io.github.kvssecure.internal.packaging.codec;

import io.github.kvssecure.media.Track;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * H.264 and H.265: access units of NAL units, with start codes or lengths; stored with lengths. The
 * parameter sets of the first access unit make the codec private data where none was given. Those
 * that come later must say the same: the codec private data has left.
 */
abstract sealed class NalFormat extends TrackFormat permits AvcFormat, HevcFormat {

  private byte @Nullable [] record;
  private int lengthBytes = FrameLayout.LENGTH_BYTES;
  private @Nullable Dimensions picture;
  private List<?> sequences = List.of();

  private static final int MOST_SEEN = 32;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** Made once, and what it finds kept in fields: a frame allocates nothing. */
  private final NalUnits.Visitor look = this::look;

  /** Sequence parameter sets that were compared already. */
  private final List<byte[]> seen = new ArrayList<>();

  private ByteBuffer looked = NOTHING;
  private boolean hasPicture;
  private boolean isForbidden;
  private boolean hasSequence;
  private int unseenStart;
  private int unseenLength;
  private boolean contradicted;

  NalFormat(Track track) throws MalformedMediaException {
    super(track);
    Optional<byte[]> given = given(track);
    if (given.isPresent()) {
      know(given.get());
    }
  }

  /** What a configuration record says. */
  record Configuration(int lengthBytes, Dimensions picture, List<?> sequences) {}

  abstract Configuration read(byte[] configurationRecord) throws MalformedMediaException;

  /** Whether a NAL unit is a sequence parameter set, by its first octet. */
  abstract boolean isSequence(int firstOctet);

  /** Whether a NAL unit has nothing of a picture in it, by its first octet. */
  abstract boolean isWithoutPicture(int firstOctet);

  /** What a sequence parameter set says that the codec private data repeats. */
  abstract Object sequence(byte[] unit) throws MalformedMediaException;

  /** Makes the record from the parameter sets of an access unit that was laid out. */
  abstract byte[] make(ByteBuffer data, FrameLayout layout) throws MalformedMediaException;

  private void know(byte[] made) throws MalformedMediaException {
    Configuration configuration = read(made);
    record = made;
    lengthBytes = configuration.lengthBytes();
    picture = configuration.picture();
    sequences = configuration.sequences();
  }

  @Override
  public final void layOut(ByteBuffer data, FrameLayout layout) throws MalformedMediaException {
    NalUnits.layOut(data, lengthBytes, layout);
    requirePicture(data, layout);
    if (record == null) {
      know(make(data, layout));
    }
    requireSameSequence(data);
  }

  private void requirePicture(ByteBuffer data, FrameLayout layout) throws MalformedMediaException {
    hasPicture = false;
    isForbidden = false;
    hasSequence = false;
    unseenLength = 0;
    looked = data;
    NalUnits.visit(data, layout, lengthBytes, look);
    looked = NOTHING;
    if (isForbidden || !hasPicture) {
      throw new MalformedMediaException(
          "the frame is no access unit: it has "
              + (isForbidden ? "a NAL unit whose first bit is set" : "no picture")
              + "; put each picture in one frame with the parameter sets that come before it");
    }
  }

  private void look(int start, int length) {
    int first = looked.get(start);
    isForbidden |= first < 0;
    hasPicture |= !isWithoutPicture(first);
    if (isSequence(first)) {
      hasSequence = true;
      if (unseenLength == 0 && !wasSeen(start, length)) {
        unseenStart = start;
        unseenLength = length;
      }
    }
  }

  private boolean wasSeen(int start, int length) {
    for (int i = 0; i < seen.size(); i++) {
      if (isSame(seen.get(i), start, length)) {
        return true;
      }
    }
    return false;
  }

  private boolean isSame(byte[] unit, int start, int length) {
    if (unit.length != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (unit[i] != looked.get(start + i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * What follows a sequence that was refused needs it: refused too, until the known one is back.
   */
  private void requireSameSequence(ByteBuffer data) throws MalformedMediaException {
    if (hasSequence) {
      contradicted = unseenLength > 0;
    }
    if (unseenLength > 0) {
      byte[] unit = copy(data, unseenStart, unseenLength);
      contradicted = !sequences.contains(sequence(unit));
      if (!contradicted && seen.size() < MOST_SEEN) {
        seen.add(unit);
      }
    }
    if (contradicted) {
      throw new MalformedMediaException(
          "track "
              + track().number()
              + ": the sequence parameter set of the stream is not the one of the codec private data,"
              + " which has left; close the stream and open it again, without codec private data it"
              + " is made from the stream");
    }
  }

  @Override
  public final boolean isKnown() {
    return record != null;
  }

  @Override
  public final Optional<byte[]> privateData() {
    return Optional.ofNullable(record);
  }

  @Override
  public final Optional<Dimensions> picture() {
    return Optional.ofNullable(picture);
  }

  /** Encoders repeat parameter sets within one access unit; the record has each once. */
  static void addOnce(List<byte[]> sets, byte[] set) {
    if (sets.stream().noneMatch(other -> Arrays.equals(other, set))) {
      sets.add(set);
    }
  }

  /** A NAL unit as an array of its own. */
  static byte[] copy(ByteBuffer data, int start, int length) {
    byte[] unit = new byte[length];
    data.get(start, unit, 0, length);
    return unit;
  }

  final MalformedMediaException missing(String sets) {
    return new MalformedMediaException(
        "track "
            + track().number()
            + " has no codec private data, and its first frame has no "
            + sets
            + "; have the encoder repeat them before each key frame, or give the codec private data");
  }
}
