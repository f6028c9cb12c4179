package io.github.kvssecure.media;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Names and values that describe one fragment, at most {@link #MAX_TAGS}. Immutable; made by copy.
 *
 * <p>Security: it is kept as long as the fragment, in clear to everybody who may read the media, so
 * it must name no person and hold no secret. Names that begin with AWS are the service's; the three
 * that a producer may write have methods of their own.
 *
 * @see <a href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/how-meta.html">Using
 *     streaming metadata</a>
 * @see <a href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/images.html">Image
 *     generation</a>
 */
public final class FragmentMetadata {

  /** How many tags KVS takes for a fragment. */
  public static final int MAX_TAGS = 10;

  /** How long a name may be, in bytes of UTF-8. */
  public static final int MAX_NAME_BYTES = 128;

  /** How long a value may be, in bytes of UTF-8. */
  public static final int MAX_VALUE_BYTES = 256;

  private static final String RESERVED = "AWS";
  private static final FragmentMetadata NONE = new FragmentMetadata(Map.of());

  private final Map<String, String> tags;

  private FragmentMetadata(Map<String, String> tags) {
    this.tags = tags;
  }

  /**
   * No metadata.
   *
   * @return the empty value
   */
  public static FragmentMetadata none() {
    return NONE;
  }

  /**
   * One tag.
   *
   * @param name 1 to {@link #MAX_NAME_BYTES} bytes, not beginning with AWS in any case
   * @param value up to {@link #MAX_VALUE_BYTES} bytes
   * @return the metadata
   * @throws IllegalArgumentException if name or value is too long, is no text, or the name is
   *     reserved
   */
  public static FragmentMetadata of(String name, String value) {
    return NONE.with(name, value);
  }

  /**
   * This and one more tag; it replaces one of the same name.
   *
   * @param name 1 to {@link #MAX_NAME_BYTES} bytes, not beginning with AWS in any case
   * @param value up to {@link #MAX_VALUE_BYTES} bytes
   * @return a copy
   * @throws IllegalArgumentException if name or value is too long, is no text, the name is
   *     reserved, or there would be more than {@link #MAX_TAGS}
   */
  public FragmentMetadata with(String name, String value) {
    if (name.toUpperCase(Locale.ROOT).startsWith(RESERVED)) {
      throw new IllegalArgumentException(
          "the name of a tag begins with AWS, which the service keeps for itself; required: a name of"
              + " your own, or withNotification(), withImageGeneration(), withImagePrefix(prefix)");
    }
    return plus(name, value);
  }

  /**
   * This, and the request to tell the stream's notification topic of the fragment.
   *
   * @return a copy
   * @throws IllegalArgumentException if there would be more than {@link #MAX_TAGS}
   */
  public FragmentMetadata withNotification() {
    return plus("AWS_KINESISVIDEO_NOTIFICATION", "");
  }

  /**
   * This, and the request to make images of the fragment.
   *
   * @return a copy
   * @throws IllegalArgumentException if there would be more than {@link #MAX_TAGS}
   */
  public FragmentMetadata withImageGeneration() {
    return plus("AWS_KINESISVIDEO_IMAGE_GENERATION", "");
  }

  /**
   * This, and what the names of the fragment's images in S3 begin with.
   *
   * @param prefix up to {@link #MAX_VALUE_BYTES} bytes
   * @return a copy
   * @throws IllegalArgumentException if it is too long, is no text, or there would be more than
   *     {@link #MAX_TAGS}
   */
  public FragmentMetadata withImagePrefix(String prefix) {
    return plus("AWS_KINESISVIDEO_IMAGE_PREFIX", prefix);
  }

  /**
   * This and all tags of another; those replace tags of the same name.
   *
   * @param other what is added
   * @return a copy
   * @throws IllegalArgumentException if there would be more than {@link #MAX_TAGS}
   */
  public FragmentMetadata and(FragmentMetadata other) {
    FragmentMetadata all = this;
    for (Map.Entry<String, String> tag : other.tags.entrySet()) {
      all = all.plus(tag.getKey(), tag.getValue());
    }
    return all;
  }

  private FragmentMetadata plus(String name, String value) {
    requireText("name of a tag", name, MAX_NAME_BYTES);
    requireText("value of a tag", value, MAX_VALUE_BYTES);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("the name of a tag is empty, required: 1 byte or more");
    }
    Map<String, String> more = new LinkedHashMap<>(tags);
    more.put(name, value);
    if (more.size() > MAX_TAGS) {
      throw new IllegalArgumentException(
          "a fragment has more than " + MAX_TAGS + " tags, required: that many at most");
    }
    return new FragmentMetadata(Collections.unmodifiableMap(more));
  }

  private static void requireText(String what, String text, int most) {
    Objects.requireNonNull(text, what);
    int bytes;
    try {
      bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)).remaining();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the " + what + " has half a character", e);
    }
    if (bytes > most || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "the "
              + what
              + " has "
              + bytes
              + " bytes, required: up to "
              + most
              + " bytes without control characters");
    }
  }

  /**
   * All tags.
   *
   * @return values by name, in the order in which they were added; cannot be changed
   */
  public Map<String, String> asMap() {
    return tags;
  }

  /**
   * Whether there is no tag.
   *
   * @return true for {@link #none()}
   */
  public boolean isEmpty() {
    return tags.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FragmentMetadata that && tags.equals(that.tags);
  }

  @Override
  public int hashCode() {
    return tags.hashCode();
  }

  /** How many tags there are; what they say stays out of logs. */
  @Override
  public String toString() {
    return "FragmentMetadata[" + tags.size() + " tags]";
  }
}
