package io.github.kvssecure.local.mkv;

/**
 * The errors that an {@code ERROR} acknowledgement of PutMedia names because of what was sent.
 *
 * <p>Names and ids are those of the <a
 * href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/API_dataplane_PutMedia.html">PutMedia</a>
 * page. The ids of AWS KMS (45xx) and of the service itself (5xxx) have nothing to do with the
 * media and are absent here.
 */
public enum FragmentError {
  /** The body of the request could not be read. */
  STREAM_READ_ERROR(4000),
  /** The fragment is larger than 50 MB. */
  MAX_FRAGMENT_SIZE_REACHED(4001),
  /** The fragment lasts too long. */
  MAX_FRAGMENT_DURATION_REACHED(4002),
  /** The connection has been open for too long. */
  MAX_CONNECTION_DURATION_REACHED(4003),
  /** The fragment does not begin after the one before it ended. */
  FRAGMENT_TIMECODE_LESSER_THAN_PREVIOUS(4004),
  /** More tracks are declared than a stream may have. */
  MORE_THAN_ALLOWED_TRACKS_FOUND(4005),
  /** The bytes are not the Matroska that the service accepts. */
  INVALID_MKV_DATA(4006),
  /** The producer's clock is implausible. */
  INVALID_PRODUCER_TIMESTAMP(4007),
  /** The stream was deleted or is not active yet. */
  STREAM_NOT_ACTIVE(4008),
  /** The fragment has more than ten tags. */
  FRAGMENT_METADATA_LIMIT_REACHED(4009),
  /** A block names a track that the header does not declare. */
  TRACK_NUMBER_MISMATCH(4010),
  /** A declared track has no frame in the fragment. */
  FRAMES_MISSING_FOR_TRACK(4011),
  /** A tag has a reserved name, or a name or value that is too long or malformed. */
  INVALID_FRAGMENT_METADATA(4012);

  private final int id;

  FragmentError(int id) {
    this.id = id;
  }

  /** The {@code ErrorId} of the acknowledgement; {@link #name()} is its {@code ErrorCode}. */
  public int id() {
    return id;
  }
}
