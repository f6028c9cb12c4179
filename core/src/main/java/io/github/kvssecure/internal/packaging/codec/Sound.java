package io.github.kvssecure.internal.packaging.codec;

/**
 * How sound is sampled.
 *
 * @param hertz samples a second, more than zero
 * @param channels 1 to 255
 */
public record Sound(int hertz, int channels) {}
