package io.github.kvssecure.stream;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Amazon Resource Name of a KMS key. Immutable; the only name of a key that never comes to mean
 * another one, so keys are compared by it.
 *
 * @param value {@code arn:PARTITION:kms:REGION:ACCOUNT:key/ID}
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN">key
 *     ARN</a>
 */
public record KeyArn(String value) {

  /** A UUID, or {@code mrk-} and 32 hex digits for a multi-Region key. */
  static final String ID =
      "(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32})";

  private static final Pattern SHAPE =
      Pattern.compile("arn:([a-z\\d-]+):kms:([a-z0-9-]+):([0-9]{12}):key/(" + ID + ")");

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if {@code value} is no key ARN
   */
  public KeyArn {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "key ARN must be arn:PARTITION:kms:REGION:ACCOUNT:key/ID and was '"
              + Printable.of(value)
              + "'");
    }
  }

  /**
   * The key ARN with this text.
   *
   * @param value {@code arn:PARTITION:kms:REGION:ACCOUNT:key/ID}
   * @return the key ARN
   * @throws IllegalArgumentException if {@code value} is no key ARN; an alias ARN is none
   */
  public static KeyArn of(String value) {
    return new KeyArn(value);
  }

  /**
   * The key ARN in this text, if it is one.
   *
   * @param text anything
   * @return the key ARN, or empty if the text has another shape
   */
  public static Optional<KeyArn> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new KeyArn(text)) : Optional.empty();
  }

  private String group(int index) {
    Matcher matcher = SHAPE.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalStateException("checked at construction");
    }
    return matcher.group(index);
  }

  /**
   * The partition.
   *
   * @return for example {@code aws}
   */
  public String partition() {
    return group(1);
  }

  /**
   * The Region of the key; it encrypts streams of this Region only.
   *
   * @return for example {@code eu-central-1}
   */
  public String region() {
    return group(2);
  }

  /**
   * The account that owns the key.
   *
   * @return 12 digits
   */
  public String account() {
    return group(3);
  }

  /**
   * The key id.
   *
   * @return a UUID, or {@code mrk-} and 32 hex digits
   */
  public String id() {
    return group(4);
  }

  /**
   * Whether this is a multi-Region key: its replicas in other Regions have the same id and the same
   * key material.
   *
   * @return true if the id begins with {@code mrk-}
   * @see <a
   *     href="https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html">multi-Region
   *     keys</a>
   */
  public boolean isMultiRegion() {
    return id().startsWith("mrk-");
  }

  /**
   * The same as a name of a key.
   *
   * @return the ARN in the form that a stream spec takes
   */
  public KmsKeyId toKeyId() {
    return new KmsKeyId(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
