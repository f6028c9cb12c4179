package io.github.kvssecure.stream;

import io.github.kvssecure.media.Track;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a stream is said to carry, as KVS writes it: one type for each track, joined by commas.
 * Immutable.
 *
 * @param value for example {@code video/h264,audio/aac}; 1 to 128 characters
 * @see <a
 *     href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/API_CreateStream.html">CreateStream</a>
 */
public record MediaType(String value) {

  private static final Pattern SHAPE =
      Pattern.compile("[\\w\\-.+]+/[\\w\\-.+]+(,[\\w\\-.+]+/[\\w\\-.+]+)*");

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if {@code value} is no media type
   */
  public MediaType {
    if (value.length() > 128 || !SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "media type must look like video/h264,audio/aac and was '" + Printable.of(value) + "'");
    }
  }

  /**
   * The media type of these tracks.
   *
   * @param tracks one or more
   * @return their types in the order of track numbers
   */
  public static MediaType of(List<Track> tracks) {
    return new MediaType(
        tracks.stream()
            .sorted(Comparator.comparingInt(Track::number))
            .map(track -> track.codec().mediaType())
            .collect(Collectors.joining(",")));
  }

  @Override
  public String toString() {
    return value;
  }
}
