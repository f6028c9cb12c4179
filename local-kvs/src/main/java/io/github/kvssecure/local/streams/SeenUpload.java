package io.github.kvssecure.local.streams;

import io.github.kvssecure.local.http.Headers;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One PutMedia call as the server saw it: headers without secrets, raw bytes, acknowledgements,
 * end. Thread-safe.
 */
public final class SeenUpload {
  private final Headers headers;
  private final Instant began;
  private final int rawLimit;
  private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
  private final List<String> acknowledgements = new ArrayList<>();
  private long receivedBytes;
  private @Nullable MediaCapacity capacity;
  private long charged;
  private Optional<String> end = Optional.empty();

  /**
   * Makes the record of an upload that begins.
   *
   * @param headers as received; authorization and token are taken out here
   * @param began time of the request
   * @param rawLimit most raw bytes to keep
   */
  public SeenUpload(Headers headers, Instant began, int rawLimit) {
    this.headers = headers.without(List.of("Authorization", "X-Amz-Security-Token"));
    this.began = began;
    this.rawLimit = rawLimit;
  }

  /** Notes body bytes. */
  public synchronized void received(byte[] buffer, int length) {
    receivedBytes += length;
    if (capacity == null || !capacity.full()) {
      int kept = Math.min(length, rawLimit - raw.size());
      raw.write(buffer, 0, kept);
      charge(kept);
    }
  }

  /** Notes an acknowledgement line as sent. */
  public synchronized void acknowledged(String line) {
    acknowledgements.add(line);
    charge(line.length());
  }

  /** Counts what is kept of this upload from now on. */
  synchronized void chargeTo(MediaCapacity shared) {
    capacity = shared;
  }

  /** Stops counting, because nobody can look at this upload any more. */
  synchronized void release() {
    if (capacity != null) {
      capacity.giveBack(charged);
      capacity = null;
    }
  }

  private void charge(int bytes) {
    if (capacity != null) {
      capacity.take(bytes);
      charged += bytes;
    }
  }

  /** Notes how the upload ended; only the first reason counts. */
  public synchronized void ended(String reason) {
    if (end.isEmpty()) {
      end = Optional.of(reason);
    }
  }

  /** Returns the request headers except Authorization and X-Amz-Security-Token. */
  public Headers headers() {
    return headers;
  }

  /** Returns when the request came. */
  public Instant began() {
    return began;
  }

  /**
   * Returns a copy of the MKV bytes received so far, up to the limit; none that came while the
   * stand-in was full.
   */
  public synchronized byte[] rawBytes() {
    return raw.toByteArray();
  }

  /** Returns how many MKV bytes were received, beyond the limit too. */
  public synchronized long receivedBytes() {
    return receivedBytes;
  }

  /** Returns the acknowledgement lines sent so far. */
  public synchronized List<String> acknowledgements() {
    return List.copyOf(acknowledgements);
  }

  /** Returns how it ended: {@code complete}, or what went wrong; empty while it runs. */
  public synchronized Optional<String> end() {
    return end;
  }
}
