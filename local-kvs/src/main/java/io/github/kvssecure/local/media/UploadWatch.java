package io.github.kvssecure.local.media;

import io.github.kvssecure.local.http.Exchange;
import io.github.kvssecure.local.streams.SeenUpload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one upload: says IDLE when it is quiet, and ends it when it is quiet or old for too long.
 */
final class UploadWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UploadWatch.class);

  private final Exchange exchange;
  private final SeenUpload upload;
  private final AckWriter acks;
  private final MediaTimes times;
  private final long began = System.nanoTime();
  private final ScheduledFuture<?> ticks;
  private volatile long lastByte = began;
  private volatile long lastAck = began;

  UploadWatch(
      Exchange exchange,
      SeenUpload upload,
      AckWriter acks,
      MediaTimes times,
      ScheduledExecutorService timer) {
    this.exchange = exchange;
    this.upload = upload;
    this.acks = acks;
    this.times = times;
    long period = Math.max(10, Math.min(250, times.idleAck().toMillis() / 2));
    this.ticks = timer.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
  }

  /** Notes that bytes arrived. */
  void noteBytes() {
    lastByte = System.nanoTime();
  }

  @Override
  public void close() {
    ticks.cancel(false);
  }

  private void look() {
    try {
      long now = System.nanoTime();
      if (now - began > times.connectionLife().toNanos()) {
        acks.send(Ack.error(0, "", AckError.MAX_CONNECTION_DURATION_REACHED));
        hangUp("connection life reached");
      } else if (now - lastByte > times.idleClose().toNanos()) {
        hangUp("idle for " + Duration.ofNanos(now - lastByte).toSeconds() + " s");
      } else if (now - Math.max(lastByte, lastAck) > times.idleAck().toNanos()) {
        lastAck = now;
        acks.send(Ack.idle());
      }
    } catch (UncheckedIOException | IOException e) {
      LOG.debug("upload left while watched: {}", e.toString());
      close();
    }
  }

  private void hangUp(String reason) throws IOException {
    close();
    upload.ended(reason);
    acks.endAtOnce();
    exchange.hangUp();
  }
}
