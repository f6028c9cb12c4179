package io.github.kvssecure.media;

/**
 * The error of an {@code ERROR} acknowledgement. Immutable.
 *
 * @param id the service's number, for example 4501
 * @param code the service's word for it, for example {@code KMS_KEY_DISABLED}; may be one this
 *     library does not know
 */
public record AcknowledgementError(int id, String code) {

  /** STREAM_READ_ERROR. */
  private static final int READ_FAILED = 4000;

  /**
   * MAX_CONNECTION_DURATION_REACHED: PutMedia ends a connection after a while, and another goes on.
   */
  private static final int CONNECTION_OLD = 4003;

  /** What an error number means to a producer, also when the number itself is unknown. */
  public enum Kind {
    /** 45xx, also one that is not known: the stream's key; a security matter. */
    SECURITY,
    /** 40xx and other 4xxx: sending the same again gives the same answer. */
    PERMANENT,
    /** 5xxx, and what passes by itself: worth another try. */
    TRANSIENT
  }

  /**
   * What the number means to a producer.
   *
   * @return the kind: 45xx security (but 4503, a key store that is away for a moment, is
   *     transient), 4000 (reading failed) and 4003 (connection lived long enough) transient, other
   *     4xxx permanent, the rest transient
   */
  public Kind kind() {
    if (id == READ_FAILED || id == CONNECTION_OLD) {
      return Kind.TRANSIENT;
    }
    if (id >= 4500 && id <= 4599) {
      boolean passes = KeyFailure.of(this).filter(KeyFailure::isTransient).isPresent();
      return passes ? Kind.TRANSIENT : Kind.SECURITY;
    }
    return id >= 4000 && id <= 4999 ? Kind.PERMANENT : Kind.TRANSIENT;
  }

  @Override
  public String toString() {
    return id + " " + code;
  }
}
