package io.github.kvssecure.stream;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The tags of a stream: at most 50, within AWS's own limits. Immutable. Anybody who may list the
 * tags of a stream can read them, so they hold no secret and no personal data.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/API_TagStream.html">TagStream</a>
 * @see <a href="https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html">naming limits
 *     of tags</a>
 */
public final class Tags {

  /** How many tags a stream can have. */
  public static final int MAX_TAGS = 50;

  /** The longest key, in characters. */
  public static final int MAX_KEY_LENGTH = 128;

  /** The longest value, in characters. */
  public static final int MAX_VALUE_LENGTH = 256;

  /** Letters, spaces and digits of any script, and {@code _ . : / = + - @}. */
  private static final Pattern CHARACTERS = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

  private static final String RESERVED = "aws:";
  private static final Tags NONE = new Tags(Map.of());

  private final Map<String, String> byKey;

  private Tags(Map<String, String> byKey) {
    this.byKey = Collections.unmodifiableMap(byKey);
  }

  /**
   * No tags.
   *
   * @return the empty set of tags
   */
  public static Tags none() {
    return NONE;
  }

  /**
   * One tag.
   *
   * @param key see {@link #with}
   * @param value see {@link #with}
   * @return the tag
   * @throws IllegalArgumentException if key or value is not admitted by AWS
   */
  public static Tags of(String key, String value) {
    return NONE.with(key, value);
  }

  /**
   * These and one more.
   *
   * @param key 1 to 128 characters, not starting with {@code aws:} in any case
   * @param value 0 to 256 characters
   * @return a new set of tags
   * @throws IllegalArgumentException if key or value is not admitted by AWS
   * @throws IllegalStateException if there are fifty tags already, or one of this key
   */
  public Tags with(String key, String value) {
    requireKey(key);
    requireCharacters("value", value, MAX_VALUE_LENGTH);
    if (byKey.containsKey(key)) {
      throw new IllegalStateException("the tag '" + key + "' was already set");
    }
    if (byKey.size() == MAX_TAGS) {
      throw new IllegalStateException("a stream has at most " + MAX_TAGS + " tags");
    }
    Map<String, String> more = new LinkedHashMap<>(byKey);
    more.put(key, value);
    return new Tags(more);
  }

  /**
   * Requires that a text can be the key of a tag.
   *
   * @param key 1 to 128 characters, not starting with {@code aws:} in any case
   * @throws IllegalArgumentException if AWS does not admit it
   */
  public static void requireKey(String key) {
    if (key.isEmpty() || key.regionMatches(true, 0, RESERVED, 0, RESERVED.length())) {
      throw new IllegalArgumentException(
          "a tag key must have 1 to "
              + MAX_KEY_LENGTH
              + " characters and not begin with aws:, which belongs to AWS; it was '"
              + Printable.of(key)
              + "'");
    }
    requireCharacters("key", key, MAX_KEY_LENGTH);
  }

  private static void requireCharacters(String part, String text, int limit) {
    if (text.codePointCount(0, text.length()) > limit || !CHARACTERS.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a tag "
              + part
              + " has at most "
              + limit
              + " letters, digits, spaces and _ . : / = + - @; it was '"
              + Printable.of(text)
              + "'");
    }
  }

  /**
   * The value of a tag.
   *
   * @param key its key; upper and lower case differ
   * @return the value, or empty if there is no such tag
   */
  public Optional<String> value(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  /**
   * The keys.
   *
   * @return in alphabetical order, unmodifiable
   */
  public Set<String> keys() {
    return Collections.unmodifiableSet(new TreeSet<>(byKey.keySet()));
  }

  /**
   * Whether there are none.
   *
   * @return true if there is no tag
   */
  public boolean isEmpty() {
    return byKey.isEmpty();
  }

  /**
   * Keys and values.
   *
   * @return an unmodifiable map in the order in which they were added
   */
  public Map<String, String> asMap() {
    return byKey;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tags tags && byKey.equals(tags.byKey);
  }

  @Override
  public int hashCode() {
    return Objects.hash(byKey);
  }

  @Override
  public String toString() {
    return "Tags" + byKey;
  }
}
