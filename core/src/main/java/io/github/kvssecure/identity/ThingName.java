package io.github.kvssecure.identity;

import java.util.regex.Pattern;

/**
 * The name of a thing of AWS IoT: the device as its registry knows it. Immutable.
 *
 * @param value 1 to 128 of {@code a-z A-Z 0-9 : _ -}
 * @see <a
 *     href="https://docs.aws.amazon.com/iot/latest/apireference/API_CreateThing.html">CreateThing</a>
 */
public record ThingName(String value) {

  private static final Pattern SHAPE = Pattern.compile("[a-zA-Z0-9:_-]{1,128}");

  /**
   * Checks the characters.
   *
   * @throws IllegalArgumentException if {@code value} is no thing name
   */
  public ThingName {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("thing name must be 1 to 128 of a-z A-Z 0-9 : _ -");
    }
  }

  /**
   * The thing name with this text.
   *
   * @param value 1 to 128 of {@code a-z A-Z 0-9 : _ -}
   * @return the name
   * @throws IllegalArgumentException if {@code value} is no thing name
   */
  public static ThingName of(String value) {
    return new ThingName(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
