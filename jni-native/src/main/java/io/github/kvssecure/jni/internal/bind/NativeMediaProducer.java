package io.github.kvssecure.jni.internal.bind;

import com.amazonaws.kinesisvideo.internal.producer.jni.NativeKinesisVideoProducerJni;
import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.MediaStorage;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.MediaStreamListener;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamSpec;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * The media producer of the SDK, contained: one for each class loader, for the life of the process.
 * Thread-safe.
 */
public final class NativeMediaProducer implements MediaProducer {

  private final NativeClient client;

  private NativeMediaProducer(NativeClient client) {
    this.client = client;
  }

  /**
   * Loads the library and starts the native client. Call it once for each class loader: a second
   * client would take the first one's callbacks.
   *
   * @param library the verified library, an absolute path
   * @param settings what is fixed for the life of the process
   * @return the media producer
   * @throws io.github.kvssecure.spi.MediaProducerException if the library does not load, or the
   *     client does not come up
   */
  public static NativeMediaProducer start(Path library, NativeSettings settings) {
    return new NativeMediaProducer(NativeClient.start(library, settings, Clock.systemUTC()));
  }

  /**
   * The class loader that has the SDK; the JVM binds the library to it.
   *
   * @return never null
   */
  public static ClassLoader sdkClassLoader() {
    return NativeKinesisVideoProducerJni.class.getClassLoader();
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.github.kvssecure.stream.IngestConfigurationException if the track numbers are not 1
   *     to the number of tracks
   */
  @Override
  public MediaStream open(
      StreamSpec spec,
      StreamDescription description,
      MediaStreamListener listener,
      Duration timeout) {
    return NativeMediaStream.open(client, spec, description, listener, timeout);
  }

  NativeClient client() {
    return client;
  }

  @Override
  public int maxFrameBytes() {
    return client.settings().maxFrameBytes();
  }

  @Override
  public MediaStorage storage() {
    return client.storage().stated();
  }

  @Override
  public long storageBytes() {
    return client.settings().storageBytes();
  }
}
