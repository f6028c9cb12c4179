package io.github.kvssecure.spi;

/** Whether KMS replaces the material of a key by itself. */
public sealed interface KeyRotation {

  /**
   * It does.
   *
   * @param periodDays every so many days, 90 to 2560
   * @see <a
   *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html">GetKeyRotationStatus</a>
   */
  record On(int periodDays) implements KeyRotation {}

  /** It does not. */
  record Off() implements KeyRotation {}

  /** It cannot: imported material, a custom key store, or no symmetric key. */
  record Unsupported() implements KeyRotation {}
}
