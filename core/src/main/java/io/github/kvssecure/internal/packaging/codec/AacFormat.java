package io.github.kvssecure.internal.packaging.codec;

import io.github.kvssecure.media.Track;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * AAC: raw frames, or frames with an ADTS header, which is taken off. Every header must say what
 * the AudioSpecificConfig says: without it nobody else would know.
 */
final class AacFormat extends TrackFormat {

  private byte @Nullable [] config;
  private @Nullable AacConfiguration parsed;

  AacFormat(Track track) throws MalformedMediaException {
    super(track);
    Optional<byte[]> given = given(track);
    if (given.isPresent()) {
      know(given.get());
    }
  }

  private AacConfiguration know(byte[] found) throws MalformedMediaException {
    AacConfiguration read = AacConfiguration.parse(found);
    parsed = read;
    config = found;
    return read;
  }

  @Override
  public void layOut(ByteBuffer data, FrameLayout layout) throws MalformedMediaException {
    AacConfiguration known = parsed;
    int header = known == null || known.canHaveAdts() ? AacConfiguration.adtsBytes(data) : 0;
    if (known == null && header == 0) {
      throw new MalformedMediaException(
          "track "
              + track().number()
              + " has no AudioSpecificConfig, and its first frame no ADTS header; give one of them");
    }
    if (header > 0) {
      int adts = AacConfiguration.ofAdts(data);
      if (known == null) {
        known = know(new byte[] {(byte) (adts >> 8), (byte) adts});
      }
      requireSame(known, adts);
    }
    layout.whole(data.position() + header, data.remaining() - header);
  }

  private void requireSame(AacConfiguration known, int adts) throws MalformedMediaException {
    if (!known.isSame(adts)) {
      throw new MalformedMediaException(
          "track "
              + track().number()
              + ": the ADTS header says other sound than the AudioSpecificConfig, which has left ("
              + known
              + "); close the stream and open it again, without codec private data it is made from"
              + " the stream");
    }
  }

  @Override
  public boolean isKnown() {
    return config != null;
  }

  @Override
  public Optional<byte[]> privateData() {
    return Optional.ofNullable(config);
  }

  @Override
  public Optional<Sound> sound() {
    return Optional.ofNullable(parsed).map(AacConfiguration::sound);
  }
}
