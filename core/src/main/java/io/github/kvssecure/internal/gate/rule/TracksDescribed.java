package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.MediaFacts.TracksDeclared;
import io.github.kvssecure.internal.packaging.codec.MalformedMediaException;
import io.github.kvssecure.internal.packaging.codec.TrackFormat;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.stream.StreamSpec;
import java.util.List;
import java.util.stream.Collectors;

/**
 * MKV-02: tracks are three at most, have numbers of their own, and codec private data that can be
 * read. KVS does not look at it; whoever plays the stream does.
 */
final class TracksDescribed implements Rule<TracksDeclared> {

  @Override
  public Control control() {
    return Control.MKV_02;
  }

  @Override
  public Decision evaluate(TracksDeclared facts, SecurityPolicy policy) {
    List<Track> tracks = facts.tracks();
    long numbers = tracks.stream().map(Track::number).distinct().count();
    if (tracks.size() > StreamSpec.MAX_TRACKS || numbers < tracks.size()) {
      return violated(
          facts,
          tracks.size() + " tracks with " + numbers + " numbers",
          "declare at most three tracks, each with a number of its own");
    }
    for (Track track : tracks) {
      try {
        TrackFormat.of(track);
      } catch (MalformedMediaException e) {
        return violated(
            facts,
            "track " + track.number() + ": " + e.getMessage(),
            "give what the encoder gives as codec private data, or Track.h264(number) to have it made"
                + " from the stream");
      }
    }
    return satisfied(
        tracks.stream()
            .map(track -> track.number() + " " + track.codec().matroskaId() + origin(track))
            .collect(Collectors.joining(", ")));
  }

  private static String origin(Track track) {
    return track.codecPrivateData().isAbsent() ? " (described by the stream)" : "";
  }

  private Decision violated(TracksDeclared facts, String found, String remedy) {
    return violatedAt("stream " + facts.stream())
        .found(found)
        .required("one to three tracks, with numbers of their own and readable codec private data")
        .remedy(remedy);
  }
}
