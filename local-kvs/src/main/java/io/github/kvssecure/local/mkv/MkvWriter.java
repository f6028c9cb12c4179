package io.github.kvssecure.local.mkv;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes Matroska as GetMedia answers it: EBML header, a segment of unknown size, {@code Info} and
 * {@code Tracks}, then for each fragment its tags and a cluster of {@code SimpleBlock}s.
 *
 * <p>Tags come right before the cluster they describe: that is where the reader of this package and
 * the KVS parser library look for {@code AWS_KINESISVIDEO_FRAGMENT_NUMBER} and its like. The parser
 * library reads those tags once per segment; {@link #header} may therefore be called again before
 * every fragment, which begins a new segment.
 *
 * <p>Not thread-safe. Every call writes at once what it was given, and flushes nothing.
 */
public final class MkvWriter {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final OutputStream out;
  private @Nullable MkvHeader current;

  /**
   * A writer at the beginning of a stream.
   *
   * @param out what is written to; stays open
   */
  public MkvWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Begins a segment.
   *
   * @throws IOException if the stream cannot be written
   */
  public void header(MkvHeader header) throws IOException {
    ElementWriter elements = new ElementWriter();
    elements.master(
        Element.EBML,
        ebml -> {
          ebml.unsigned(Element.EBML_VERSION, 1);
          ebml.unsigned(Element.EBML_READ_VERSION, 1);
          ebml.unsigned(Element.EBML_MAX_ID_LENGTH, 4);
          ebml.unsigned(Element.EBML_MAX_SIZE_LENGTH, 8);
          ebml.text(Element.DOC_TYPE, header.docType());
          ebml.unsigned(Element.DOC_TYPE_VERSION, 2);
          ebml.unsigned(Element.DOC_TYPE_READ_VERSION, 2);
        });
    elements.unknownSize(Element.SEGMENT);
    elements.master(Element.INFO, info -> writeInfo(info, header));
    elements.master(
        Element.TRACKS,
        tracks -> {
          for (MkvTrack track : header.tracks()) {
            tracks.master(Element.TRACK_ENTRY, entry -> writeTrack(entry, track));
          }
        });
    out.write(elements.bytes());
    current = header;
  }

  private static void writeInfo(ElementWriter info, MkvHeader header) {
    if (header.segmentUid().length > 0) {
      info.binary(Element.SEGMENT_UID, header.segmentUid());
    }
    info.unsigned(Element.TIMECODE_SCALE, header.timecodeScaleNanos());
    if (!header.title().isEmpty()) {
      info.text(Element.TITLE, header.title());
    }
    info.text(Element.MUXING_APP, header.muxingApp());
    info.text(Element.WRITING_APP, header.writingApp());
  }

  private static void writeTrack(ElementWriter entry, MkvTrack track) {
    entry.unsigned(Element.TRACK_NUMBER, track.number());
    entry.unsigned(Element.TRACK_UID, track.uid());
    entry.unsigned(Element.TRACK_TYPE, track.type().code());
    entry.unsigned(Element.FLAG_LACING, 0);
    entry.text(Element.CODEC_ID, track.codecId());
    if (!track.name().isEmpty()) {
      entry.text(Element.NAME, track.name());
    }
    if (track.codecPrivate().length > 0) {
      entry.binary(Element.CODEC_PRIVATE, track.codecPrivate());
    }
    if (track.pixelWidth().isPresent() || track.pixelHeight().isPresent()) {
      entry.master(
          Element.VIDEO,
          video -> {
            track.pixelWidth().ifPresent(width -> video.unsigned(Element.PIXEL_WIDTH, width));
            track.pixelHeight().ifPresent(height -> video.unsigned(Element.PIXEL_HEIGHT, height));
          });
    }
    if (track.samplingFrequency().isPresent() || track.channels().isPresent()) {
      entry.master(
          Element.AUDIO,
          audio -> {
            track
                .samplingFrequency()
                .ifPresent(hertz -> audio.floating(Element.SAMPLING_FREQUENCY, hertz));
            track.channels().ifPresent(count -> audio.unsigned(Element.CHANNELS, count));
          });
    }
  }

  /**
   * Writes a fragment: its tags, then its frames.
   *
   * @param fragment what is written; its size and duration are ignored
   * @param extraTags tags in addition to those of the fragment, written before them; they win over
   *     tags of the same name
   * @throws IllegalStateException before {@link #header}
   * @throws IllegalArgumentException if a frame lies farther from the fragment's timecode than a
   *     block can say, 32,767 timecode units, or between two timecode units
   * @throws IOException if the stream cannot be written
   */
  public void fragment(MkvFragment fragment, Map<String, String> extraTags) throws IOException {
    MkvHeader header = current;
    if (header == null) {
      throw new IllegalStateException("no header was written, required: header(...) first");
    }
    Map<String, String> tags = new LinkedHashMap<>(extraTags);
    fragment.tags().forEach(tags::putIfAbsent);
    ElementWriter elements = new ElementWriter();
    if (!tags.isEmpty()) {
      elements.master(Element.TAGS, all -> all.master(Element.TAG, tag -> writeTags(tag, tags)));
    }
    elements.master(
        Element.CLUSTER, cluster -> writeCluster(cluster, fragment, header.timecodeScaleNanos()));
    out.write(elements.bytes());
  }

  /**
   * Writes tags that no fragment follows.
   *
   * @throws IOException if the stream cannot be written
   */
  public void tags(Map<String, String> tags) throws IOException {
    ElementWriter elements = new ElementWriter();
    elements.master(Element.TAGS, all -> all.master(Element.TAG, tag -> writeTags(tag, tags)));
    out.write(elements.bytes());
  }

  private static void writeTags(ElementWriter tag, Map<String, String> tags) {
    // Targets without children: what is said is said of the segment (RFC 9559, 5.1.8.1.1).
    tag.master(Element.TARGETS, targets -> {});
    tags.forEach(
        (name, value) ->
            tag.master(
                Element.SIMPLE_TAG,
                simple -> {
                  simple.text(Element.TAG_NAME, name);
                  simple.text(Element.TAG_STRING, value);
                }));
  }

  private static void writeCluster(ElementWriter cluster, MkvFragment fragment, long scale) {
    long timecode =
        Math.floorDiv(Math.multiplyExact(fragment.timecodeMillis(), NANOS_PER_MILLI), scale);
    cluster.unsigned(Element.TIMECODE, timecode);
    for (MkvFrame frame : fragment.frames()) {
      cluster.simpleBlock(relativeTimecode(frame.timestamp(), timecode, scale), frame);
    }
  }

  private static int relativeTimecode(Duration timestamp, long timecode, long scale) {
    long nanos = timestamp.toNanos();
    long relative = Math.floorDiv(nanos, scale) - timecode;
    if (relative != (short) relative || Math.floorMod(nanos, scale) != 0) {
      throw new IllegalArgumentException(
          "a frame is at %s and the cluster at %d units of %d ns, required: -32768 to 32767 whole units"
                  .formatted(timestamp, timecode, scale)
              + " between them");
    }
    return (int) relative;
  }
}
