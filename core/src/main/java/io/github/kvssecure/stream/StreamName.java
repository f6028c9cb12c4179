package io.github.kvssecure.stream;

import java.util.regex.Pattern;

/**
 * The name of a stream within an account and Region. Immutable.
 *
 * @param value 1 to 256 of {@code a-z A-Z 0-9 _ . -}
 * @see <a
 *     href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/API_CreateStream.html">CreateStream</a>
 */
public record StreamName(String value) {

  private static final Pattern SHAPE = Pattern.compile("[a-zA-Z0-9_.-]{1,256}");

  /**
   * Checks the characters.
   *
   * @throws IllegalArgumentException if {@code value} is no stream name
   */
  public StreamName {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "stream name must be 1 to 256 of a-z A-Z 0-9 _ . - and was '"
              + Printable.of(value)
              + "'");
    }
  }

  /**
   * The stream name with this text.
   *
   * @param value 1 to 256 of {@code a-z A-Z 0-9 _ . -}
   * @return the name
   * @throws IllegalArgumentException if {@code value} is no stream name
   */
  public static StreamName of(String value) {
    return new StreamName(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
