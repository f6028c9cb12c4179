package io.github.kvssecure.local;

import io.github.kvssecure.local.http.ServiceException;
import io.github.kvssecure.local.mkv.MkvFrame;
import io.github.kvssecure.local.streams.SeenUpload;
import io.github.kvssecure.local.streams.StoredFragment;
import io.github.kvssecure.local.streams.StoredStream;
import io.github.kvssecure.local.streams.Stream;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.local.streams.StreamStatus;
import io.github.kvssecure.local.streams.StreamStore;
import java.time.Duration;
import java.util.List;

/**
 * What a stand-in stored, for looking into it and for making streams without the control plane.
 * Thread-safe.
 */
public final class LocalStreams {
  private final StreamStore store;

  LocalStreams(StreamStore store) {
    this.store = store;
  }

  /** Makes an active stream with a retention of 24 hours and the managed key; returns its ARN. */
  public String create(String name) {
    return create(name, StreamSettings.none().withRetentionHours(24));
  }

  /** Makes an active stream; returns its ARN. */
  public String create(String name, StreamSettings settings) {
    try {
      return store.create(name, settings, StreamStatus.ACTIVE).arn();
    } catch (ServiceException e) {
      throw new IllegalStateException(e.text(), e);
    }
  }

  /** Forgets a stream and everything stored in it. */
  public void delete(String name) {
    store.delete(find(name));
  }

  /**
   * Forgets the media of a stream, as a service that lost its store, and returns what is lost, in
   * order of timecode.
   */
  public List<StoredFragment> forgetMedia(String name) {
    return find(name).forget();
  }

  /** Puts a stream into a status. */
  public void status(String name, StreamStatus status) {
    store.setStatus(find(name), status);
  }

  /** Tells whether a stream exists. */
  public boolean exists(String name) {
    return store.find(name).isPresent();
  }

  /** Returns the description of a stream. */
  public Stream description(String name) {
    return find(name).description();
  }

  /** Returns every complete fragment in order of timecode, persisted or not. */
  public List<StoredFragment> fragments(String name) {
    return find(name).fragments();
  }

  /** Returns the fragments that were persisted, in order of timecode. */
  public List<StoredFragment> persisted(String name) {
    return fragments(name).stream().filter(StoredFragment::persisted).toList();
  }

  /** Returns every stored frame, fragment by fragment, with absolute timestamps. */
  public List<MkvFrame> frames(String name) {
    return fragments(name).stream().flatMap(f -> f.media().frames().stream()).toList();
  }

  /** Returns every upload seen, oldest first. */
  public List<SeenUpload> uploads(String name) {
    return find(name).uploads();
  }

  /** Returns how many stored fragments were replaced by one with the same timecode. */
  public int duplicates(String name) {
    return find(name).duplicates();
  }

  /** Tells whether an upload connection is open. */
  public boolean uploading(String name) {
    return find(name).uploading();
  }

  /**
   * Waits until a stream holds at least so many fragments, and returns them.
   *
   * @throws IllegalStateException when they did not come in time; says how many there are
   */
  public List<StoredFragment> awaitFragments(String name, int count, Duration patience)
      throws InterruptedException {
    StoredStream stream = find(name);
    if (!stream.await(s -> s.fragments().size() >= count, patience)) {
      throw new IllegalStateException(
          name
              + " holds "
              + stream.fragments().size()
              + " fragments after "
              + patience
              + ", required: "
              + count);
    }
    return stream.fragments();
  }

  /**
   * Waits until a stream saw at least so many uploads and none is open, and returns them.
   *
   * @throws IllegalStateException when this did not happen in time; says how many uploads there are
   */
  public List<SeenUpload> awaitEndedUploads(String name, int count, Duration patience)
      throws InterruptedException {
    StoredStream stream = find(name);
    if (!stream.await(s -> s.uploads().size() >= count && !s.uploading(), patience)) {
      throw new IllegalStateException(
          name
              + " saw "
              + stream.uploads().size()
              + " uploads after "
              + patience
              + (stream.uploading() ? ", one is still open" : "")
              + ", required: "
              + count
              + " ended");
    }
    return stream.uploads();
  }

  private StoredStream find(String name) {
    return store
        .find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException("no stream \"" + name + "\"; make it with create()"));
  }
}
