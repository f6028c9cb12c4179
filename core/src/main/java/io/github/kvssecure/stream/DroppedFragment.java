package io.github.kvssecure.stream;

/**
 * A fragment that was accepted, in whole or in part, and given up. Immutable.
 *
 * @param timecodeMillis its timecode: the timestamp of its first frame, in milliseconds since 1970
 * @param frames how many frames it held, on all tracks
 * @param bytes how many bytes of frames
 * @param reason why it was given up
 */
public record DroppedFragment(long timecodeMillis, long frames, long bytes, DropReason reason) {}
