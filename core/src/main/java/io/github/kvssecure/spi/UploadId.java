package io.github.kvssecure.spi;

/**
 * The media producer's number for one upload, unique within a stream. Immutable.
 *
 * @param value the number
 */
public record UploadId(long value) {}
