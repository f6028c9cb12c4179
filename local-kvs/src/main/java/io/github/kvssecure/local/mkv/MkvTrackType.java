package io.github.kvssecure.local.mkv;

/** What a track carries: the {@code TrackType} of RFC 9559, section 5.1.4.1.3. */
public enum MkvTrackType {
  /** Pictures. */
  VIDEO(1),
  /** Sound. */
  AUDIO(2),
  /** Anything else: subtitles, buttons, metadata; written as metadata. */
  OTHER(33);

  private final int code;

  MkvTrackType(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static MkvTrackType ofCode(long code) {
    return code == VIDEO.code ? VIDEO : code == AUDIO.code ? AUDIO : OTHER;
  }
}
