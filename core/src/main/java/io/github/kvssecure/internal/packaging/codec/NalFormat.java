package io.github.kvssecure.internal.packaging.codec;

import io.github.kvssecure.media.Track;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * H.264 and H.265: access units of NAL units, with start codes or lengths; stored with lengths. The
 * parameter sets of the first access unit make the codec private data where none was given.
 */
abstract sealed class NalFormat extends TrackFormat permits AvcFormat, HevcFormat {

  private byte @Nullable [] record;
  private int lengthBytes = FrameLayout.LENGTH_BYTES;
  private @Nullable Dimensions picture;

  NalFormat(Track track) throws MalformedMediaException {
    super(track);
    Optional<byte[]> given = given(track);
    if (given.isPresent()) {
      know(given.get());
    }
  }

  /** What a configuration record says. */
  record Configuration(int lengthBytes, Dimensions picture) {}

  abstract Configuration read(byte[] configurationRecord) throws MalformedMediaException;

  /** Makes the record from the parameter sets of an access unit that was laid out. */
  abstract byte[] make(ByteBuffer data, FrameLayout layout) throws MalformedMediaException;

  private void know(byte[] made) throws MalformedMediaException {
    Configuration configuration = read(made);
    record = made;
    lengthBytes = configuration.lengthBytes();
    picture = configuration.picture();
  }

  @Override
  public final void layOut(ByteBuffer data, FrameLayout layout) throws MalformedMediaException {
    NalUnits.layOut(data, lengthBytes, layout);
    if (record == null) {
      know(make(data, layout));
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
