package io.github.kvssecure.internal.session;

import io.github.kvssecure.media.FragmentMetadata;
import io.github.kvssecure.spi.MediaProducerException;
import io.github.kvssecure.spi.MediaStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the application says of the fragment that takes frames, and of every one to come. Not
 * thread-safe: the caller serialises.
 */
final class FragmentTags {

  private static final Logger LOG = LoggerFactory.getLogger(FragmentTags.class);

  private final MediaStream media;
  private FragmentMetadata every = FragmentMetadata.none();
  private FragmentMetadata current = FragmentMetadata.none();

  /** The fragment was not told yet what every one is. */
  private boolean owed;

  FragmentTags(MediaStream media) {
    this.media = media;
  }

  /**
   * Says more of the fragment that takes frames.
   *
   * @throws IllegalArgumentException if it would have too many tags; nothing was changed
   */
  void describe(FragmentMetadata metadata) {
    FragmentMetadata said = current.and(metadata);
    media.putMetadata(every.and(said));
    current = said;
  }

  /**
   * Says what every fragment is from now on, the one that takes frames included.
   *
   * @throws IllegalArgumentException if that one would have too many tags; nothing was changed
   */
  void describeEvery(FragmentMetadata metadata) {
    media.putMetadata(metadata.and(current));
    every = metadata;
  }

  /**
   * A frame was taken. A packager without room for what every fragment is asked again with the next
   * frame: the one that was taken must not look refused.
   */
  void taken(boolean begins) {
    if (begins) {
      current = FragmentMetadata.none();
      owed = !every.isEmpty();
    }
    if (owed) {
      try {
        media.putMetadata(every.and(current));
        owed = false;
      } catch (MediaProducerException e) {
        LOG.debug("metadata of a fragment waits: {}", e.getMessage());
      }
    }
  }
}
