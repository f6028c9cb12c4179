package io.github.kvssecure.media;

/** The kind of media a track carries, as Matroska numbers it (RFC 9559, section 5.1.4.1.3). */
public enum TrackType {
  /** Moving pictures; Matroska track type 1. */
  VIDEO,
  /** Sound; Matroska track type 2. */
  AUDIO
}
