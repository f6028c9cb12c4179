package io.github.kvssecure.internal.packaging;

import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.MediaProducerException;
import io.github.kvssecure.spi.MediaStorage;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.MediaStreamListener;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamSpec;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The media producer in Java. Thread-safe. It never blocks, and has no thread. */
public final class JavaMediaProducer implements MediaProducer {

  private final PackagingSettings settings;
  private final Random random;
  private final LongSupplier nanos;
  private final ChunkPool pool;

  /** By ARN: streams of several Regions and accounts may have one name. */
  private final Set<String> open = ConcurrentHashMap.newKeySet();

  /**
   * A media producer with an empty store.
   *
   * @param settings size of the store, and how long uploads last
   * @param random gives the ids of segments; should not be predictable
   * @param nanos the present, in nanoseconds from any origin
   */
  public JavaMediaProducer(PackagingSettings settings, Random random, LongSupplier nanos) {
    this.settings = settings;
    this.random = random;
    this.nanos = nanos;
    this.pool = new ChunkPool(settings.storeBytes());
  }

  /**
   * {@inheritDoc} It is ready at once.
   *
   * @throws io.github.kvssecure.stream.IngestConfigurationException if codec private data was given
   *     that is not what the codec needs
   * @throws MediaProducerException if that stream is open
   */
  @Override
  public MediaStream open(
      StreamSpec spec,
      StreamDescription description,
      MediaStreamListener listener,
      Duration timeout) {
    StreamTracks tracks = StreamTracks.of(spec);
    String arn = description.arn();
    if (!open.add(arn)) {
      throw new MediaProducerException(
          MediaProducerException.NO_STATUS, "stream " + spec.name() + " is open; close it first");
    }
    Acknowledgement.Type freeing =
        description.retention().hours() > 0
            ? Acknowledgement.Type.PERSISTED
            : Acknowledgement.Type.RECEIVED;
    return new PackagedStream(tracks, freeing, this, listener, () -> open.remove(arn));
  }

  @Override
  public int maxFrameBytes() {
    return settings.maxFrameBytes();
  }

  /** {@inheritDoc} Chunks of the Java heap. */
  @Override
  public MediaStorage storage() {
    return MediaStorage.memory();
  }

  @Override
  public long storageBytes() {
    return settings.storeBytes();
  }

  PackagingSettings settings() {
    return settings;
  }

  Random random() {
    return random;
  }

  LongSupplier nanos() {
    return nanos;
  }

  ChunkPool pool() {
    return pool;
  }
}
