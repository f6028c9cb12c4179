package io.github.kvssecure.media;

import java.util.Arrays;
import java.util.Optional;

/**
 * What an error acknowledgement says of the stream's key: the errors 4500 to 4506, each with its
 * usual cause and what to do.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/API_dataplane_PutMedia.html">PutMedia,
 *     acknowledgement errors</a>
 */
public enum KeyFailure {
  /** The producer may not use the key. */
  ACCESS_DENIED(
      4500,
      "KVS may not use the key for this producer",
      "ask the owner of the key to let the producer's role use kms:GenerateDataKey on it through KVS,"
          + " in key policy and role"),
  /** The key is disabled. */
  DISABLED(
      4501,
      "the key is disabled",
      "ask the owner of the key why; aws kms enable-key undoes it, then open the stream again"),
  /** KMS could not validate the key. */
  VALIDATION_ERROR(
      4502,
      "KMS could not validate the key",
      "have the owner look at the key, and at its custom key store if it has one"),
  /** The key store does not answer for a moment. */
  UNAVAILABLE(
      4503,
      "the key is out of reach for a moment",
      "nothing: it is tried again with growing pauses; if it lasts, look at the custom key store"),
  /** It is no symmetric encryption key. */
  INVALID_USAGE(
      4504,
      "the key is not a symmetric encryption key",
      "the key of a stream cannot be changed: make a new stream with a SYMMETRIC_DEFAULT key"),
  /** The key is in a state in which it cannot be used, such as pending deletion. */
  INVALID_STATE(
      4505,
      "the key is pending deletion or import",
      "ask the owner of the key at once: aws kms cancel-key-deletion undoes a deletion, after it stored"
          + " media is lost"),
  /** There is no such key. */
  NOT_FOUND(
      4506,
      "the key does not exist, or not any more",
      "the key of a stream cannot be changed: make a new stream with a key that exists");

  private final int id;
  private final String cause;
  private final String remedy;

  KeyFailure(int id, String cause, String remedy) {
    this.id = id;
    this.cause = cause;
    this.remedy = remedy;
  }

  /**
   * What an error says of the key.
   *
   * @param error any error acknowledgement
   * @return empty if it is about something else
   */
  public static Optional<KeyFailure> of(AcknowledgementError error) {
    return Arrays.stream(values()).filter(failure -> failure.id == error.id()).findFirst();
  }

  /**
   * The service's number.
   *
   * @return 4500 to 4506
   */
  public int id() {
    return id;
  }

  /**
   * What usually causes it.
   *
   * @return plain text without a full stop
   */
  public String cause() {
    return cause;
  }

  /**
   * What to do.
   *
   * @return plain text without a full stop
   */
  public String remedy() {
    return remedy;
  }

  /**
   * Whether trying again can help although nobody mends anything.
   *
   * @return true for {@link #UNAVAILABLE} only
   */
  public boolean isTransient() {
    return this == UNAVAILABLE;
  }
}
