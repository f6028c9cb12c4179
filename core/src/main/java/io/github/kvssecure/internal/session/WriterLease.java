package io.github.kvssecure.internal.session;

import io.github.kvssecure.stream.StreamArn;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Says that a producer of this process sends to a stream. Thread-safe. It counts and does not
 * exclude: what a second writer means is the policy's to say.
 */
public final class WriterLease implements AutoCloseable {

  private static final Map<StreamArn, Integer> WRITERS = new ConcurrentHashMap<>();

  private final StreamArn arn;
  private final int others;
  private final AtomicBoolean returned = new AtomicBoolean();

  private WriterLease(StreamArn arn, int others) {
    this.arn = arn;
    this.others = others;
  }

  /**
   * Takes a lease.
   *
   * @param arn the stream
   * @return the lease; close it with the stream
   */
  public static WriterLease take(StreamArn arn) {
    return new WriterLease(arn, WRITERS.merge(arn, 1, Integer::sum) - 1);
  }

  /**
   * Who else had a lease when this one was taken.
   *
   * @return how many
   */
  public int others() {
    return others;
  }

  @Override
  public void close() {
    if (returned.compareAndSet(false, true)) {
      WRITERS.computeIfPresent(arn, (key, count) -> count == 1 ? null : count - 1);
    }
  }
}
