package io.github.kvssecure.identity;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Amazon Resource Name of an IAM role. Immutable.
 *
 * @param value {@code arn:PARTITION:iam::ACCOUNT:role/PATH/NAME}
 */
public record RoleArn(String value) {

  private static final Pattern SHAPE =
      Pattern.compile("arn:([a-z\\d-]+):iam::([0-9]{12}):role/[\\w+=,.@/-]{1,576}");

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if {@code value} is no role ARN
   */
  public RoleArn {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("role must look like arn:aws:iam::123456789012:role/NAME");
    }
  }

  /**
   * The role with this ARN.
   *
   * @param value {@code arn:PARTITION:iam::ACCOUNT:role/PATH/NAME}
   * @return the role
   * @throws IllegalArgumentException if {@code value} is no role ARN
   */
  public static RoleArn of(String value) {
    return new RoleArn(value);
  }

  /**
   * The account of the role.
   *
   * @return 12 digits
   */
  public String account() {
    return group(2);
  }

  /**
   * The partition of the role.
   *
   * @return for example {@code aws}
   */
  public String partition() {
    return group(1);
  }

  private String group(int index) {
    Matcher matcher = SHAPE.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalStateException("checked at construction");
    }
    return matcher.group(index);
  }

  @Override
  public String toString() {
    return value;
  }
}
