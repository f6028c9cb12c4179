package io.github.kvssecure;

/**
 * What packages the media of a producer: frames into Matroska, kept until they are acknowledged.
 */
public enum Packaging {
  /**
   * The native producer where it can be verified and loaded, else the packager in Java. Which of
   * them it is, and why, is told as an event and stands in the report. A native library that was
   * named explicitly is never replaced. The default.
   */
  NATIVE_OR_JAVA,
  /** The native producer, or nothing. */
  NATIVE,
  /** The packager in Java, on any platform. */
  JAVA
}
