package io.github.kvssecure.stream;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which state of a stream's settings somebody has seen: a change names it, and is refused by the
 * service if there is a newer one. Immutable.
 *
 * @param value 1 to 64 letters and digits
 * @see <a
 *     href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/API_StreamInfo.html">StreamInfo</a>
 */
public record StreamVersion(String value) {

  private static final Pattern SHAPE = Pattern.compile("[a-zA-Z0-9]{1,64}");

  /**
   * Checks the characters.
   *
   * @throws IllegalArgumentException if {@code value} is no version
   */
  public StreamVersion {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "stream version must be 1 to 64 letters and digits and was '"
              + Printable.of(value)
              + "'");
    }
  }

  /**
   * The version in this text, if it is one.
   *
   * @param text anything
   * @return the version, or empty if the text has another shape
   */
  public static Optional<StreamVersion> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new StreamVersion(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
