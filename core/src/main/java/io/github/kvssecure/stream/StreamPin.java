package io.github.kvssecure.stream;

import java.util.Objects;

/**
 * Which stream, and which key, an application means: not only by name. Immutable.
 *
 * <p>Security: a stream that was deleted and made again under its old name has another creation
 * time in its ARN, and the key of a stream never changes. So a stream that differs from its pin is
 * not the one that was pinned. A pin is not a secret; whoever can change it decides where media
 * goes, so keep it where only the application's owner can write.
 *
 * @param stream the stream's ARN, with its account, Region and creation time
 * @param key the ARN of the key it is encrypted with, resolved
 */
public record StreamPin(StreamArn stream, KeyArn key) {

  /**
   * Requires that key and stream can belong together.
   *
   * @throws IllegalArgumentException if the key is in another partition or Region than the stream,
   *     where it cannot encrypt it
   */
  public StreamPin {
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(key, "key");
    if (!stream.region().equals(key.region()) || !stream.partition().equals(key.partition())) {
      throw new IllegalArgumentException(
          "a stream in "
              + stream.region()
              + " cannot be encrypted by a key in "
              + key.region()
              + "; pin the stream's own key");
    }
  }

  /**
   * The account that owns the stream.
   *
   * @return 12 digits
   */
  public String account() {
    return stream.account();
  }

  /**
   * The Region of stream and key.
   *
   * @return for example {@code eu-central-1}
   */
  public String region() {
    return stream.region();
  }

  @Override
  public String toString() {
    return stream + " encrypted by " + key;
  }
}
