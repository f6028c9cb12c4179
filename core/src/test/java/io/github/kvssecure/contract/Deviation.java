package io.github.kvssecure.contract;

/**
 * Where an implementation may differ. The contract proves the difference too: what an
 * implementation cannot do, it must refuse in words.
 */
public enum Deviation {
  /**
   * It needs codec private data with each track of a codec that has some, and access units with
   * lengths: it makes neither from the stream.
   */
  TAKES_FRAMES_AS_THEY_ARE,
  /** It numbers tracks by itself, so their numbers must be 1, 2, 3. */
  NUMBERS_TRACKS_WITHOUT_GAPS,
  /**
   * It does not look into codec private data: what is broken is sent as it is. MKV-02 looks before
   * it.
   */
  TRUSTS_CODEC_PRIVATE_DATA,
  /** It writes no metadata of fragments. */
  WRITES_NO_METADATA,
  /**
   * What follows a fragment that the service refused while it was being filled comes in an upload
   * of its own.
   */
  GOES_ON_IN_ANOTHER_UPLOAD,
  /** A fragment that is left out is held until those before it were acknowledged. */
  FREES_IN_ORDER
}
