package io.github.kvssecure.internal.packaging.codec;

import io.github.kvssecure.media.Track;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** AAC: raw frames, or frames with an ADTS header, which is taken off. */
final class AacFormat extends TrackFormat {

  private byte @Nullable [] config;
  private @Nullable Sound sound;

  AacFormat(Track track) throws MalformedMediaException {
    super(track);
    Optional<byte[]> given = given(track);
    if (given.isPresent()) {
      know(given.get());
    }
  }

  private void know(byte[] found) throws MalformedMediaException {
    sound = AacConfiguration.parse(found);
    config = found;
  }

  @Override
  public void layOut(ByteBuffer data, FrameLayout layout) throws MalformedMediaException {
    int header = AacConfiguration.adtsBytes(data);
    if (config == null) {
      if (header == 0) {
        throw new MalformedMediaException(
            "track "
                + track().number()
                + " has no AudioSpecificConfig, and its first frame no ADTS header; give one of them");
      }
      know(AacConfiguration.ofAdts(data));
    }
    layout.whole(data.position() + header, data.remaining() - header);
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
    return Optional.ofNullable(sound);
  }
}
