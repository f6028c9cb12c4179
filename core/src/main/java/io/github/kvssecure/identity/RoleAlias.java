package io.github.kvssecure.identity;

import java.util.regex.Pattern;

/**
 * The name by which AWS IoT knows the role that devices get. Immutable; upper and lower case
 * differ.
 *
 * @param value 1 to 128 of {@code a-z A-Z 0-9 _ = , @ -}
 * @see <a
 *     href="https://docs.aws.amazon.com/iot/latest/apireference/API_CreateRoleAlias.html">CreateRoleAlias</a>
 */
public record RoleAlias(String value) {

  private static final Pattern SHAPE = Pattern.compile("[\\w=,@-]{1,128}");

  /**
   * Checks the characters.
   *
   * @throws IllegalArgumentException if {@code value} is no role alias
   */
  public RoleAlias {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("role alias must be 1 to 128 of a-z A-Z 0-9 _ = , @ -");
    }
  }

  /**
   * The role alias with this text.
   *
   * @param value 1 to 128 of {@code a-z A-Z 0-9 _ = , @ -}
   * @return the alias
   * @throws IllegalArgumentException if {@code value} is no role alias
   */
  public static RoleAlias of(String value) {
    return new RoleAlias(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
