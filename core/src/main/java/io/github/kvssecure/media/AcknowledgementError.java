package io.github.kvssecure.media;

/**
 * The error of an {@code ERROR} acknowledgement. Immutable.
 *
 * @param id the service's number, for example 4501
 * @param code the service's word for it, for example {@code KMS_KEY_DISABLED}; may be one this
 *     library does not know
 */
public record AcknowledgementError(int id, String code) {

  /** What an error number means to a producer, also when the number itself is unknown. */
  public enum Kind {
    /** 45xx: the stream's key; a security matter. */
    SECURITY,
    /** 40xx and other 4xxx: sending the same again gives the same answer. */
    PERMANENT,
    /** Reading or storing failed at the service: worth another try. */
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
    if (id == 4000 || id == 4003 || id == 4503) {
      return Kind.TRANSIENT;
    }
    if (id >= 4500 && id <= 4599) {
      return Kind.SECURITY;
    }
    return id >= 4000 && id <= 4999 ? Kind.PERMANENT : Kind.TRANSIENT;
  }

  @Override
  public String toString() {
    return id + " " + code;
  }
}
