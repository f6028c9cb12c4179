package io.github.kvssecure.stream;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Amazon Resource Name of a stream. Immutable; the text is kept as the service gave it.
 *
 * @param value {@code arn:PARTITION:kinesisvideo:REGION:ACCOUNT:stream/NAME/CREATION}
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisvideostreams.html">resource
 *     types of KVS</a>
 */
public record StreamArn(String value) {

  private static final Pattern SHAPE =
      Pattern.compile(
          "arn:([a-z\\d-]+):kinesisvideo:([a-z0-9-]+):([0-9]{12}):stream/([a-zA-Z0-9_.-]{1,256})/([0-9]+)");

  /** The longest ARN that the service defines, in characters. */
  public static final int MAX_LENGTH = 1024;

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if {@code value} is no stream ARN
   */
  public StreamArn {
    if (value.length() > MAX_LENGTH || !SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "stream ARN must be arn:PARTITION:kinesisvideo:REGION:ACCOUNT:stream/NAME/CREATION and was '"
              + Printable.of(value)
              + "'");
    }
  }

  /**
   * The stream ARN in this text, if it is one.
   *
   * @param text anything
   * @return the ARN, or empty if the text has another shape
   */
  public static Optional<StreamArn> parse(String text) {
    return text.length() <= MAX_LENGTH && SHAPE.matcher(text).matches()
        ? Optional.of(new StreamArn(text))
        : Optional.empty();
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
   * The Region.
   *
   * @return for example {@code eu-central-1}
   */
  public String region() {
    return group(2);
  }

  /**
   * The account that owns the stream.
   *
   * @return 12 digits
   */
  public String account() {
    return group(3);
  }

  /**
   * The name of the stream.
   *
   * @return the name
   */
  public StreamName name() {
    return new StreamName(group(4));
  }

  /**
   * When the stream was made, which tells it from a later one of the same name.
   *
   * @return milliseconds since the epoch, as digits
   */
  public String creation() {
    return group(5);
  }

  @Override
  public String toString() {
    return value;
  }
}
