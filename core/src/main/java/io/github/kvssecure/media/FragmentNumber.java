package io.github.kvssecure.media;

/**
 * The service's name of a stored fragment: a decimal string of about 47 digits, never a {@code
 * long}. Immutable.
 *
 * @param value 1 to 128 decimal digits
 */
public record FragmentNumber(String value) {

  /**
   * Checks the digits.
   *
   * @throws IllegalArgumentException if {@code value} is not 1 to 128 decimal digits
   */
  public FragmentNumber {
    if (value.isEmpty()
        || value.length() > 128
        || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException("fragment number must be 1 to 128 decimal digits");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
