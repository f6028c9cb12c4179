package io.github.kvssecure.spi;

import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

/** Where a media producer keeps media that is not acknowledged yet. Immutable. */
public sealed interface MediaStorage {

  /** In the memory of this process; it ends with it. */
  record Memory() implements MediaStorage {}

  /**
   * In files, which outlive the process. What the file system shows is looked at; the rest is the
   * packager's word.
   *
   * @param path the directory, and everything in it
   * @param promises what the packager does for what it writes there
   * @param mostBytes how much it writes there at most; empty if there is no bound
   */
  record Directory(Path path, Set<Promise> promises, OptionalLong mostBytes)
      implements MediaStorage {
    /** Copies the set. */
    public Directory {
      promises = Set.copyOf(promises);
    }
  }

  /** What only the packager can know of its files. */
  enum Promise {
    /** Each file is encrypted with a key that is not stored beside it. */
    ENCRYPTED,
    /** Media is deleted from disk as soon as the service has stored it. */
    DELETED_WHEN_STORED
  }

  /**
   * The memory of this process.
   *
   * @return the storage
   */
  static MediaStorage memory() {
    return new Memory();
  }
}
