package io.github.kvssecure.stream;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A KMS key as a stream names it: key id, key ARN, alias name or alias ARN. Immutable.
 *
 * <p>Two different texts can mean one key, so equality of this type is equality of text, not of
 * keys.
 *
 * @param value 1 to 2048 characters in one of the four forms
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html">DescribeKey</a>
 */
public record KmsKeyId(String value) {

  /** The four ways to name a key. */
  public enum Form {
    /** A bare key id: a UUID, or {@code mrk-} and 32 hex digits. */
    KEY_ID,
    /** {@code arn:PARTITION:kms:REGION:ACCOUNT:key/ID}. */
    KEY_ARN,
    /** {@code alias/NAME}. */
    ALIAS_NAME,
    /** {@code arn:PARTITION:kms:REGION:ACCOUNT:alias/NAME}. */
    ALIAS_ARN
  }

  /** The longest name that CreateStream takes, in characters. */
  public static final int MAX_LENGTH = 2048;

  private static final String ALIAS = "alias/[a-zA-Z0-9/_-]+";
  private static final Pattern SHAPE =
      Pattern.compile(
          "(?:arn:(?<partition>[a-z\\d-]+):kms:(?<region>[a-z0-9-]+):(?<account>[0-9]{12}):)?"
              + "(?:(?<key>key/"
              + KeyArn.ID
              + ")|(?<bare>"
              + KeyArn.ID
              + ")|(?<alias>"
              + ALIAS
              + "))");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException if {@code value} is in none of the four forms
   */
  public KmsKeyId {
    if (value.length() > MAX_LENGTH || formOf(value).isEmpty()) {
      throw new IllegalArgumentException(
          "KMS key must be a key ARN, a key id, alias/NAME or an alias ARN, and was '"
              + Printable.of(value)
              + "'");
    }
  }

  /**
   * The key with this text.
   *
   * @param value key id, key ARN, alias name or alias ARN
   * @return the key id
   * @throws IllegalArgumentException if {@code value} is in none of the four forms
   */
  public static KmsKeyId of(String value) {
    return new KmsKeyId(value);
  }

  /**
   * The key in this text, if it is in one of the four forms.
   *
   * @param text anything
   * @return the key id, or empty if the text has another shape
   */
  public static Optional<KmsKeyId> parse(String text) {
    return text.length() <= MAX_LENGTH && formOf(text).isPresent()
        ? Optional.of(new KmsKeyId(text))
        : Optional.empty();
  }

  private static Optional<Form> formOf(String value) {
    Matcher matcher = SHAPE.matcher(value);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    boolean arn = matcher.group("region") != null;
    if (matcher.group("alias") != null) {
      return Optional.of(arn ? Form.ALIAS_ARN : Form.ALIAS_NAME);
    }
    // A bare id never follows an ARN prefix, and "key/..." never stands alone.
    if (arn == (matcher.group("key") != null)) {
      return Optional.of(arn ? Form.KEY_ARN : Form.KEY_ID);
    }
    return Optional.empty();
  }

  /**
   * Which of the four forms it has.
   *
   * @return the form
   */
  public Form form() {
    return formOf(value).orElseThrow();
  }

  /**
   * The Region it names.
   *
   * @return the Region of an ARN; empty for an id or an alias name, which mean the caller's Region
   */
  public Optional<String> region() {
    return group("region");
  }

  /**
   * The account it names.
   *
   * @return the account of an ARN; empty for an id or an alias name, which mean the caller's
   *     account
   */
  public Optional<String> account() {
    return group("account");
  }

  /**
   * Whether this is an alias that AWS reserves for its own keys ({@code alias/aws/...}).
   *
   * @return true for an AWS managed alias; customers cannot make one, so there is no false alarm
   * @see <a
   *     href="https://docs.aws.amazon.com/kms/latest/developerguide/alias-about.html">aliases</a>
   */
  public boolean isAwsManagedAlias() {
    return group("alias").filter(alias -> alias.startsWith("alias/aws/")).isPresent();
  }

  /**
   * The key ARN, if this is one.
   *
   * @return empty for every other form: which key those mean is known to KMS only
   */
  public Optional<KeyArn> keyArn() {
    return KeyArn.parse(value);
  }

  /**
   * The same key named by an ARN: a bare id becomes a key ARN, an alias name an alias ARN.
   *
   * @param region where the name is meant
   * @param account in whose account the name is meant, 12 digits
   * @return an ARN form; this, if it is one already
   */
  public KmsKeyId in(AwsRegion region, String account) {
    String prefix = "arn:" + region.partition().id() + ":kms:" + region + ":" + account + ":";
    return switch (form()) {
      case KEY_ARN, ALIAS_ARN -> this;
      case KEY_ID -> new KmsKeyId(prefix + "key/" + value);
      case ALIAS_NAME -> new KmsKeyId(prefix + value);
    };
  }

  private Optional<String> group(String name) {
    Matcher matcher = SHAPE.matcher(value);
    return matcher.matches() ? Optional.ofNullable(matcher.group(name)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
