package io.github.kvssecure.fake;

import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.MediaStorage;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.MediaStreamListener;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Opens fake media streams and remembers them. Thread-safe. */
public final class FakeMediaProducer implements MediaProducer {

  private final List<FakeMediaStream> streams = new CopyOnWriteArrayList<>();
  private volatile Consumer<FakeMediaStream> whileOpening = stream -> {};

  private volatile MediaStorage storage = MediaStorage.memory();
  private volatile Optional<Error> broken = Optional.empty();

  /** Does this with each stream before it is handed out. */
  public void whileOpening(Consumer<FakeMediaStream> action) {
    whileOpening = action;
  }

  @Override
  public MediaStream open(
      StreamSpec spec,
      StreamDescription description,
      MediaStreamListener listener,
      Duration timeout) {
    FakeMediaStream stream = new FakeMediaStream(listener);
    streams.add(stream);
    whileOpening.accept(stream);
    return stream;
  }

  @Override
  public int maxFrameBytes() {
    return 2 << 20;
  }

  /** Says that it keeps media there. */
  public void keepsMediaIn(MediaStorage place) {
    storage = place;
  }

  @Override
  public MediaStorage storage() {
    return storage;
  }

  /** Throws this whenever it is asked for its memory. */
  public void cannotSayItsSize(Error error) {
    broken = Optional.of(error);
  }

  @Override
  public long storageBytes() {
    if (broken.isPresent()) {
      throw broken.get();
    }
    return MediaProducer.super.storageBytes();
  }

  /** All streams that were opened. */
  public List<FakeMediaStream> streams() {
    return List.copyOf(streams);
  }

  /** The stream that was opened last. */
  public FakeMediaStream stream() {
    return streams.get(streams.size() - 1);
  }
}
