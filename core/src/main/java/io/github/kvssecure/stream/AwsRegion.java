package io.github.kvssecure.stream;

import java.util.regex.Pattern;

/**
 * An AWS Region and the partition it belongs to. Immutable.
 *
 * @param id for example {@code eu-central-1}
 */
public record AwsRegion(String id) {

  private static final Pattern SHAPE = Pattern.compile("[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}");

  /**
   * Checks the shape; whether KVS runs there is not known here.
   *
   * @throws IllegalArgumentException if {@code id} does not look like a Region
   */
  public AwsRegion {
    if (!SHAPE.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "region must look like eu-central-1, found '" + Printable.of(id) + "'");
    }
  }

  /**
   * The Region with this id.
   *
   * @param id for example {@code eu-central-1}
   * @return the Region
   * @throws IllegalArgumentException if {@code id} does not look like a Region
   */
  public static AwsRegion of(String id) {
    return new AwsRegion(id);
  }

  /**
   * The partition it belongs to.
   *
   * @return derived from the prefix of the id
   */
  public Partition partition() {
    return Partition.ofRegion(id);
  }

  @Override
  public String toString() {
    return id;
  }
}
