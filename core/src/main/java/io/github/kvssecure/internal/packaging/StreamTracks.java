package io.github.kvssecure.internal.packaging;

import io.github.kvssecure.internal.packaging.codec.MalformedMediaException;
import io.github.kvssecure.internal.packaging.codec.TrackFormat;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.spi.MediaProducerException;
import io.github.kvssecure.stream.IngestConfigurationException;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tracks of one stream, by number, and what is known of them. Guarded by the stream's lock. */
final class StreamTracks {

  private final StreamName stream;
  private final List<TrackFormat> formats;
  private final @Nullable TrackFormat[] byNumber = new @Nullable TrackFormat[Track.MAX_NUMBER + 1];
  private final boolean hasVideo;
  private boolean known;
  private int fragments;

  private StreamTracks(StreamName stream, List<TrackFormat> formats) {
    this.stream = stream;
    this.formats = formats;
    formats.forEach(format -> byNumber[format.track().number()] = format);
    this.hasVideo = formats.stream().anyMatch(format -> format.track().isVideo());
  }

  /**
   * The tracks of a spec.
   *
   * @throws IngestConfigurationException if codec private data was given that is not what the codec
   *     needs
   */
  static StreamTracks of(StreamSpec spec) {
    List<TrackFormat> formats = new ArrayList<>();
    for (Track track :
        spec.tracks().stream().sorted(Comparator.comparingInt(Track::number)).toList()) {
      try {
        formats.add(TrackFormat.of(track));
      } catch (MalformedMediaException e) {
        throw new IngestConfigurationException(
            "track " + track.number() + " of stream " + spec.name() + ": " + e.getMessage());
      }
    }
    return new StreamTracks(spec.name(), List.copyOf(formats));
  }

  StreamName stream() {
    return stream;
  }

  /** In the order of their numbers. */
  List<TrackFormat> formats() {
    return formats;
  }

  /** The format of the track of a frame. */
  TrackFormat of(Frame frame) {
    int number = frame.track();
    TrackFormat format = number < 0 || number >= byNumber.length ? null : byNumber[number];
    if (format == null) {
      throw new MediaProducerException(
          MediaProducerException.NO_STATUS,
          "stream " + stream + ": put a frame of track " + number + ", which is not declared");
    }
    return format;
  }

  /**
   * Whether key frames of the track begin fragments: those of video, or of sound where it is alone.
   */
  boolean cuts(int number) {
    TrackFormat format = byNumber[number];
    return format != null && (format.track().isVideo() || !hasVideo);
  }

  /** Whether the header can be written. */
  boolean areKnown() {
    if (!known) {
      known = formats.stream().allMatch(TrackFormat::isKnown);
    }
    return known;
  }

  /** Says once, at the second fragment, which track keeps the header from being written. */
  Optional<String> unknown() {
    fragments++;
    if (fragments != 2 || areKnown()) {
      return Optional.empty();
    }
    return formats.stream()
        .filter(format -> !format.isKnown())
        .findFirst()
        .map(
            format ->
                "track "
                    + format.track().number()
                    + " has sent no frame, so its codec private data is not known and nothing can be"
                    + " sent: give it, or leave the track out");
  }
}
