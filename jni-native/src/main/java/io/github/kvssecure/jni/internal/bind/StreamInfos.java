package io.github.kvssecure.jni.internal.bind;

import com.amazonaws.kinesisvideo.producer.FrameOrderMode;
import com.amazonaws.kinesisvideo.producer.MkvTrackInfoType;
import com.amazonaws.kinesisvideo.producer.StreamInfo;
import com.amazonaws.kinesisvideo.producer.StreamStatus;
import com.amazonaws.kinesisvideo.producer.Tag;
import com.amazonaws.kinesisvideo.producer.TrackInfo;
import io.github.kvssecure.media.Codec;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.stream.IngestConfigurationException;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamSpec;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Says a stream spec and a stream description in the native producer's words. */
final class StreamInfos {

  /** Twice our own limit, so that ours is met before the native producer drops the oldest media. */
  private static final int BUFFER_FACTOR = 2;

  private static final Duration MIN_BUFFER = Duration.ofMinutes(2);

  /**
   * The native buffer counts frames as well as time: frames a second times seconds. This many, on
   * all tracks together, are within our own limit whatever the camera does; an entry takes 64 bytes
   * of address space until it is used.
   */
  private static final int FRAMES_PER_SECOND = 500;

  /** Only a first guess of the native heap; the measured rate replaces it. */
  private static final int BANDWIDTH_BITS_PER_SECOND = 4_000_000;

  private static final int UNUSED_FRAGMENT_SECONDS = 2;
  private static final int NO_STALENESS_CHECK = 0;

  private StreamInfos() {}

  /** The tracks in the order in which the native producer numbers them: from 1, without gaps. */
  static List<Track> inOrder(StreamSpec spec) {
    List<Track> tracks =
        spec.tracks().stream().sorted(Comparator.comparingInt(Track::number)).toList();
    for (int i = 0; i < tracks.size(); i++) {
      if (tracks.get(i).number() != i + 1) {
        throw new IngestConfigurationException(
            "track numbers must be 1 to "
                + tracks.size()
                + " without gaps, found "
                + tracks.stream().map(Track::number).toList()
                + "; the native producer numbers tracks by itself");
      }
      requireDescribed(tracks.get(i));
    }
    return tracks;
  }

  /** Native code would leave the codec private data out, and nobody could decode the track. */
  private static void requireDescribed(Track track) {
    boolean needed =
        Stream.of(Codec.H264, Codec.H265, Codec.AAC, Codec.G711_ALAW)
            .anyMatch(codec -> codec.matroskaId().equals(track.codec().matroskaId()));
    if (needed && track.codecPrivateData().isAbsent()) {
      throw new IngestConfigurationException(
          "the native producer makes no codec private data: give it with track "
              + track.number()
              + ", or use SecureProducer.Builder.packaging(Packaging.JAVA)");
    }
  }

  /** What the native stream is made from. */
  static StreamInfo of(StreamSpec spec, StreamDescription description) {
    Duration twice = spec.buffer().duration().multipliedBy(BUFFER_FACTOR);
    long bufferTicks = Ticks.of(twice.compareTo(MIN_BUFFER) < 0 ? MIN_BUFFER : twice);
    return new StreamInfo(
        StreamInfo.STREAM_INFO_CURRENT_VERSION,
        spec.name().value(),
        StreamInfo.StreamingType.STREAMING_TYPE_REALTIME,
        spec.mediaType().value(),
        description.kmsKeyId().orElse(""),
        retentionTicks(description.retention()),
        /* adaptive= */ false,
        /* maxLatency= */ Ticks.of(spec.buffer().duration()),
        /* fragmentDuration= */ UNUSED_FRAGMENT_SECONDS * Ticks.PER_SECOND,
        /* keyFrameFragmentation= */ true,
        /* frameTimecodes= */ true,
        /* absoluteFragmentTimes= */ true,
        /* fragmentAcks= */ true,
        /* recoverOnError= */ true,
        BANDWIDTH_BITS_PER_SECOND,
        FRAMES_PER_SECOND,
        bufferTicks,
        /* replayDuration= */ bufferTicks,
        NO_STALENESS_CHECK,
        /* timecodeScale= */ Ticks.PER_MILLISECOND,
        /* recalculateMetrics= */ false,
        new Tag[0],
        StreamInfo.NalAdaptationFlags.NAL_ADAPTATION_FLAG_NONE,
        UUID.randomUUID(),
        inOrder(spec).stream().map(StreamInfos::trackInfo).toArray(TrackInfo[]::new),
        // Any other mode holds frames back until each track has one, and moves their times.
        FrameOrderMode.FRAME_ORDER_MODE_PASS_THROUGH);
  }

  private static TrackInfo trackInfo(Track track) {
    return new TrackInfo(
        track.number(),
        track.codec().matroskaId(),
        track.isVideo() ? "video" : "audio",
        track.codecPrivateData().toByteArray(),
        track.isVideo() ? MkvTrackInfoType.VIDEO : MkvTrackInfoType.AUDIO);
  }

  /**
   * Never zero: without retention the native producer frees media as soon as it was read. We say
   * one hour then, and let the service's RECEIVED free the fragment.
   */
  private static long retentionTicks(Retention retention) {
    return Ticks.of(Duration.ofHours(Math.max(1, retention.hours())));
  }

  /** The answer to the native producer's question what the stream is like. */
  static com.amazonaws.kinesisvideo.producer.StreamDescription description(
      StreamSpec spec, StreamDescription description) {
    return new com.amazonaws.kinesisvideo.producer.StreamDescription(
        com.amazonaws.kinesisvideo.producer.StreamDescription.STREAM_DESCRIPTION_CURRENT_VERSION,
        NativeClient.DEVICE_NAME,
        spec.name().value(),
        spec.mediaType().value(),
        /* updateVersion= */ "0",
        description.arn(),
        StreamStatus.ACTIVE,
        /* creationTime= */ 0,
        retentionTicks(description.retention()),
        description.kmsKeyId().orElse(""));
  }
}
