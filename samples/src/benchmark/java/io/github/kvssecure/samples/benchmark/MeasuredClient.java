package io.github.kvssecure.samples.benchmark;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;

/** A way to send media, as far as the benchmark needs it. */
interface MeasuredClient extends AutoCloseable {

  /** Opens streams until there are this many. */
  void open(int streams) throws Exception;

  /**
   * Puts a frame.
   *
   * @param data direct; free again when this returns
   */
  void put(int stream, boolean key, Instant time, ByteBuffer data) throws Exception;

  /** How many acknowledgements have arrived so far. */
  long acknowledgements();

  /**
   * What the client itself says of its first stream.
   *
   * @return {@code pending} and {@code dropped} frames; of the last time that its connection was
   *     lost, {@code noticedAt} by {@link System#nanoTime} and how long it waited on purpose in
   *     nanoseconds, {@code backoff}; {@code controlCalls} so far, where nobody else counts them;
   *     nothing that it does not say
   */
  Figures report();

  /**
   * Sends a body over one connection with the transport alone, and waits for its end.
   *
   * @return how many acknowledgements had arrived before the body was over
   */
  long bulk(InputStream media) throws Exception;

  @Override
  void close();
}
