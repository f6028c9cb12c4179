package io.github.kvssecure.internal.packaging.codec;

/**
 * How large a picture is.
 *
 * @param width in pixels, more than zero
 * @param height in pixels, more than zero
 */
public record Dimensions(int width, int height) {

  /** Larger than any level of H.264 and H.265 allows. */
  private static final int LARGEST = 16_888;

  static Dimensions of(long width, long height) throws MalformedMediaException {
    if (width < 1 || height < 1 || width > LARGEST || height > LARGEST) {
      throw new MalformedMediaException(
          "a sequence parameter set says a picture of " + width + " x " + height + " pixels");
    }
    return new Dimensions((int) width, (int) height);
  }
}
