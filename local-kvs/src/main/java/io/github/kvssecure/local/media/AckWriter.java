package io.github.kvssecure.local.media;

import io.github.kvssecure.local.Fault;
import io.github.kvssecure.local.http.ChunkedOutput;
import io.github.kvssecure.local.streams.SeenUpload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes acknowledgement lines, each at once and whole, or as the armed fault wants. Thread-safe.
 */
final class AckWriter {
  private static final int OVERSIZED_LINE = 64 * 1024;

  private final ChunkedOutput out;
  private final SeenUpload upload;
  private final UploadFault fault;
  private final ScheduledExecutorService timer;
  private final Queue<String> delayed = new ConcurrentLinkedQueue<>();
  private boolean first = true;
  private boolean lose;
  private @Nullable ScheduledFuture<?> last;

  AckWriter(
      ChunkedOutput out, SeenUpload upload, UploadFault fault, ScheduledExecutorService timer) {
    this.out = out;
    this.upload = upload;
    this.fault = fault;
    this.timer = timer;
  }

  /**
   * Sends one acknowledgement; a failed connection shows as UncheckedIOException, because it passes
   * through a listener.
   */
  synchronized void send(String line) {
    String wire = line;
    if (first) {
      first = false;
      if (fault.happens(Fault.OVERSIZED_ACK_LINE)) {
        wire = "{\"EventType\":\"BUFFERING\",\"Padding\":\"" + "x".repeat(OVERSIZED_LINE) + "\"}";
      } else if (fault.happens(Fault.GARBAGE_ACK)) {
        wire = "{]}\u0001 not json \"";
      }
    }
    if (fault.happens(Fault.NO_ACKS)) {
      return;
    }
    lose = !lose;
    if (fault.happens(Fault.LOSE_ACKS) && lose) {
      return;
    }
    if (fault.happens(Fault.DELAY_ACKS)) {
      delayed.add(wire);
      last =
          timer.schedule(
              this::writeDelayed, fault.plan().delay().toMillis(), TimeUnit.MILLISECONDS);
      return;
    }
    write(wire);
    if (fault.happens(Fault.DUPLICATE_ACKS)) {
      write(wire);
    }
  }

  /**
   * Waits until what is delayed is sent, then sends the zero chunk. Not for threads of the timer:
   * they would wait for each other.
   */
  void end() throws IOException {
    ScheduledFuture<?> pending;
    synchronized (this) {
      pending = last;
    }
    if (pending != null) {
      try {
        pending.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (CancellationException | ExecutionException e) {
        throw new IOException("a delayed acknowledgement could not be sent", e);
      }
    }
    endAtOnce();
  }

  /** Sends what is delayed, although it is not yet time for it, and then the zero chunk. */
  void endAtOnce() throws IOException {
    while (!delayed.isEmpty()) {
      writeDelayed();
    }
    out.close();
  }

  /** Takes and writes under one lock, because the timer's threads run in any order. */
  private void writeDelayed() {
    synchronized (delayed) {
      String line = delayed.poll();
      if (line != null) {
        write(line);
      }
    }
  }

  private void write(String line) {
    try {
      out.write((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
      upload.acknowledged(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
