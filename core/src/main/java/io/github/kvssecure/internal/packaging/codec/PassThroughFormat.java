package io.github.kvssecure.internal.packaging.codec;

import io.github.kvssecure.media.Track;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Any other codec: frames and codec private data are stored as they come. */
final class PassThroughFormat extends TrackFormat {

  private static final String ACM = "A_MS/ACM";

  private final Optional<byte[]> privateData;
  private final Optional<Sound> sound;

  PassThroughFormat(Track track) throws MalformedMediaException {
    super(track);
    this.privateData = given(track);
    boolean acm = track.codec().matroskaId().equals(ACM);
    if (acm && privateData.isEmpty()) {
      throw new MalformedMediaException(
          "a track of A_MS/ACM needs a WAVEFORMATEX; Track.g711ALaw and Track.g711MuLaw make one");
    }
    this.sound = acm ? Optional.of(WaveFormat.parse(privateData.orElseThrow())) : Optional.empty();
  }

  @Override
  public void layOut(ByteBuffer data, FrameLayout layout) {
    layout.whole(data.position(), data.remaining());
  }

  @Override
  public boolean isKnown() {
    return true;
  }

  @Override
  public Optional<byte[]> privateData() {
    return privateData;
  }

  @Override
  public Optional<Sound> sound() {
    return sound;
  }
}
