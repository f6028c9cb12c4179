package io.github.kvssecure.stream;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

  /**
   * What KMS calls KVS when it is KVS that asks for a key: a value of {@code kms:ViaService}.
   *
   * @return the documented name, which is the same in every partition, and after it the one with
   *     the partition's own suffix, should that be used: a condition that names both is met by
   *     either, and by no other service
   * @see <a
   *     href="https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service">kms:ViaService</a>
   */
  public List<String> kvsAsSeenByKms() {
    return Stream.of("amazonaws.com", partition().dnsSuffix())
        .distinct()
        .map(suffix -> "kinesisvideo." + id + "." + suffix)
        .toList();
  }

  @Override
  public String toString() {
    return id;
  }
}
