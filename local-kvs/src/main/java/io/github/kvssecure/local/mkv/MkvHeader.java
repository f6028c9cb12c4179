package io.github.kvssecure.local.mkv;

import java.util.Arrays;
import java.util.List;

/**
 * What a Matroska stream says of itself before its first cluster: the EBML header, {@code Info} and
 * {@code Tracks} of RFC 9559. Made by {@link #of(List)} and the {@code with} methods.
 *
 * @param docType {@code matroska} or {@code webm}
 * @param timecodeScaleNanos the length of one timecode unit in nanoseconds, from 1; usually
 *     1,000,000
 * @param tracks the declared tracks in file order
 * @param segmentUid 16 bytes, or empty when absent; copied on the way in and on the way out
 * @param title the title; may be empty
 * @param muxingApp the library that wrote the stream; may be empty
 * @param writingApp the application that wrote the stream; may be empty
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content below
public record MkvHeader(
    String docType,
    long timecodeScaleNanos,
    List<MkvTrack> tracks,
    byte[] segmentUid,
    String title,
    String muxingApp,
    String writingApp) {

  /** One millisecond, the default of {@code TimestampScale} (RFC 9559, section 5.1.2.9). */
  public static final long DEFAULT_TIMECODE_SCALE_NANOS = 1_000_000;

  private static final String APPLICATION = "kvs-local";

  /**
   * Copies tracks and segment uid.
   *
   * @throws IllegalArgumentException if the timecode scale is below 1 or the uid has neither 0 nor
   *     16 bytes
   */
  public MkvHeader {
    if (timecodeScaleNanos < 1) {
      throw new IllegalArgumentException(
          "timecode scale is " + timecodeScaleNanos + " ns, required: 1 ns or more");
    }
    if (segmentUid.length != 0 && segmentUid.length != 16) {
      throw new IllegalArgumentException(
          "segment uid has " + segmentUid.length + " bytes, required: 16, or none");
    }
    tracks = List.copyOf(tracks);
    segmentUid = segmentUid.clone();
  }

  /**
   * A {@code matroska} header of these tracks with timecodes in milliseconds and no segment uid.
   */
  public static MkvHeader of(List<MkvTrack> tracks) {
    return new MkvHeader(
        "matroska",
        DEFAULT_TIMECODE_SCALE_NANOS,
        tracks,
        new byte[0],
        "",
        APPLICATION,
        APPLICATION);
  }

  /** This header with another length of the timecode unit, in nanoseconds. */
  public MkvHeader withTimecodeScaleNanos(long nanos) {
    return new MkvHeader(docType, nanos, tracks, segmentUid, title, muxingApp, writingApp);
  }

  /** This header with another segment uid: 16 bytes, copied. */
  public MkvHeader withSegmentUid(byte[] uid) {
    return new MkvHeader(docType, timecodeScaleNanos, tracks, uid, title, muxingApp, writingApp);
  }

  /** A copy of the segment uid. */
  @Override
  public byte[] segmentUid() {
    return segmentUid.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MkvHeader header
        && docType.equals(header.docType)
        && timecodeScaleNanos == header.timecodeScaleNanos
        && tracks.equals(header.tracks)
        && Arrays.equals(segmentUid, header.segmentUid)
        && title.equals(header.title)
        && muxingApp.equals(header.muxingApp)
        && writingApp.equals(header.writingApp);
  }

  @Override
  public int hashCode() {
    return 31 * tracks.hashCode() + Arrays.hashCode(segmentUid);
  }
}
