package io.github.kvssecure.internal.outgoing;

import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TracksDeclared;
import io.github.kvssecure.internal.gate.rule.MediaRules;
import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.MediaStorage;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.MediaStreamListener;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A media producer whose streams are shown to the gate: their tracks before they are opened, their
 * bytes before they leave. Thread-safe.
 */
public final class WatchedMediaProducer implements MediaProducer {

  private final MediaProducer packager;
  private final PolicyGate gate;
  private final Map<StreamName, List<Byte>> latestSegments = new ConcurrentHashMap<>();

  /**
   * Watches a media producer.
   *
   * @param packager whose streams are watched
   * @param gate judges them
   */
  public WatchedMediaProducer(MediaProducer packager, PolicyGate gate) {
    this.packager = packager;
    this.gate = gate;
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.github.kvssecure.policy.PolicyViolationException if the policy refuses the tracks,
   *     or where media would be kept
   */
  @Override
  public MediaStream open(
      StreamSpec spec,
      StreamDescription description,
      MediaStreamListener listener,
      Duration timeout) {
    gate.admission(spec.name())
        .of(MediaRules.TRACKS, new TracksDeclared(spec.name(), spec.tracks()))
        .conclude();
    StorageWatch storage = new StorageWatch(packager.storage(), gate, spec.name());
    storage.look();
    return new WatchedMediaStream(
        packager.open(spec, description, listener, timeout), this, spec, storage);
  }

  @Override
  public int maxFrameBytes() {
    return packager.maxFrameBytes();
  }

  @Override
  public MediaStorage storage() {
    return packager.storage();
  }

  @Override
  public long storageBytes() {
    return packager.storageBytes();
  }

  PolicyGate gate() {
    return gate;
  }

  /** Remembers the id of a stream's latest segment; says whether another stream's is the same. */
  boolean isUsedByAnother(List<Byte> segmentId, StreamName stream) {
    latestSegments.put(stream, segmentId);
    return latestSegments.entrySet().stream()
        .anyMatch(other -> !other.getKey().equals(stream) && other.getValue().equals(segmentId));
  }

  /** Forgets a stream. */
  void forget(StreamName stream) {
    latestSegments.remove(stream);
  }
}
