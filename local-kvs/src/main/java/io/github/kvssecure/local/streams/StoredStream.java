package io.github.kvssecure.local.streams;

import io.github.kvssecure.local.http.ServiceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One stream with its description, its fragments and its upload connection. Thread-safe. */
public final class StoredStream {
  private final TreeMap<Long, StoredFragment> fragments = new TreeMap<>();
  private final List<SeenUpload> uploads = new ArrayList<>();
  private final MediaCapacity capacity;
  private final CallRate rate = CallRate.ofStream(System::nanoTime);
  private Stream description;
  private @Nullable SeenUpload active;
  private int duplicates;
  private boolean deleted;

  StoredStream(Stream description, MediaCapacity capacity) {
    this.description = description;
    this.capacity = capacity;
  }

  /** Returns how often operations may be called on this stream. */
  CallRate rate() {
    return rate;
  }

  /** Tells whether media is taken: the stream is there and the service works on no deletion. */
  public synchronized boolean takesMedia() {
    return !deleted && description.status().takesMedia();
  }

  /** Says so when the stand-in can keep no more media; empty while it can. */
  public Optional<String> fullness() {
    return capacity.full() ? Optional.of(capacity.description()) : Optional.empty();
  }

  /** Returns the description as it is now. */
  public synchronized Stream description() {
    return description;
  }

  /** Changes the description in one step. */
  synchronized Stream change(UnaryOperator<Stream> change) {
    description = change.apply(description);
    return description;
  }

  /**
   * Takes the one upload connection of the stream.
   *
   * @param upload the new upload
   * @param grace how long to wait for the connection before, whose end the server may not have seen
   *     yet
   * @throws ServiceException {@code ConnectionLimitExceededException} when the connection before
   *     stays; {@code InternalFailure} when the stand-in is full
   */
  public synchronized void begin(SeenUpload upload, Duration grace) throws ServiceException {
    if (capacity.full()) {
      throw new ServiceException(500, "InternalFailure", capacity.description());
    }
    long deadline = System.nanoTime() + grace.toNanos();
    try {
      for (long left = grace.toMillis(); active != null && left > 0; ) {
        wait(left);
        left = (deadline - System.nanoTime()) / 1_000_000;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (active != null) {
      throw new ServiceException(
          400,
          "ConnectionLimitExceededException",
          "The stream already has its one PutMedia connection; close it first.");
    }
    active = upload;
    uploads.add(upload);
    upload.chargeTo(capacity);
    notifyAll();
  }

  /** Gives the upload connection back. Idempotent. */
  public synchronized void end(SeenUpload upload) {
    if (active == upload) {
      active = null;
    }
    notifyAll();
  }

  /** Keeps a fragment; one with the same timecode is replaced and counted as duplicate. */
  public synchronized void store(StoredFragment fragment) {
    if (deleted) {
      return;
    }
    capacity.take(fragment.heldBytes());
    StoredFragment replaced = fragments.put(fragment.media().timecodeMillis(), fragment);
    if (replaced != null) {
      capacity.giveBack(replaced.heldBytes());
      duplicates++;
    }
    notifyAll();
  }

  /** Adds tags to a fragment, if it is still stored: those that closed it. */
  public synchronized void describe(StoredFragment fragment, Map<String, String> tags) {
    Map<String, String> all = new LinkedHashMap<>(fragment.media().tags());
    all.putAll(tags);
    fragments.replace(
        fragment.media().timecodeMillis(),
        fragment,
        new StoredFragment(
            fragment.number(),
            fragment.serverTime(),
            fragment.header(),
            fragment.media().withTags(all),
            fragment.persisted()));
  }

  /** Forgets everything, because the stream was deleted; nothing is stored any more. */
  synchronized void discard() {
    deleted = true;
    forget();
    uploads.forEach(SeenUpload::release);
    notifyAll();
  }

  /** Forgets every fragment, and returns what is lost, in order of timecode. */
  public synchronized List<StoredFragment> forget() {
    List<StoredFragment> lost = fragments();
    lost.forEach(fragment -> capacity.giveBack(fragment.heldBytes()));
    fragments.clear();
    return lost;
  }

  /** Returns the fragments in order of timecode. */
  public synchronized List<StoredFragment> fragments() {
    return List.copyOf(fragments.values());
  }

  /**
   * Waits for a state of this stream.
   *
   * @param state looked at after every fragment and every begin or end of an upload
   * @param patience longest wait
   * @return whether the state came
   */
  public synchronized boolean await(Predicate<StoredStream> state, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!state.test(this)) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** Returns every upload so far, oldest first. */
  public synchronized List<SeenUpload> uploads() {
    return List.copyOf(uploads);
  }

  /** Returns how many stored fragments were replaced by one with the same timecode. */
  public synchronized int duplicates() {
    return duplicates;
  }

  /** Tells whether an upload connection is open. */
  public synchronized boolean uploading() {
    return active != null;
  }

  /**
   * Returns the next fragment by number, waiting for one while an upload is open.
   *
   * @param number the fragment number to go on after; empty text for the first
   * @param patience how long to wait when no upload is open
   * @return the fragment; empty when none came and none can be expected
   */
  public synchronized Optional<StoredFragment> awaitAfter(String number, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<StoredFragment> next =
          fragments.values().stream()
              .filter(f -> f.number().compareTo(number) > 0)
              .min(Comparator.comparing(StoredFragment::number));
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (next.isPresent() || (active == null && left <= 0)) {
        return next;
      }
      wait(active == null ? left : 0);
    }
  }
}
