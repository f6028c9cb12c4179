package io.github.kvssecure.internal.files;

import io.github.kvssecure.internal.gate.rule.FileFacts.FileState;
import io.github.kvssecure.internal.gate.rule.FileFacts.FileState.Kind;
import io.github.kvssecure.internal.gate.rule.FileFacts.FileUse;
import io.github.kvssecure.internal.gate.rule.ResilienceFacts.Spilled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at what a packager keeps in a directory. Thread-safe. */
public final class SpilledMedia {

  /** Enough for any packager; a look must not take long. */
  static final int MOST_FILES = 10_000;

  private SpilledMedia() {}

  /**
   * Looks at a directory and everything in it; links are not followed.
   *
   * @param directory where
   * @return what is there now
   */
  public static Spilled in(Path directory) {
    List<FileState> states = new ArrayList<>();
    long bytes = 0;
    try (Stream<Path> found = Files.walk(directory).limit(MOST_FILES)) {
      for (Path path : (Iterable<Path>) found::iterator) {
        boolean isDirectory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        FileState state = FileStates.of(path, isDirectory ? FileUse.DIRECTORY : FileUse.MEDIA);
        // What is gone meanwhile was acknowledged.
        if (state.kind() != Kind.MISSING) {
          states.add(state);
          bytes += state.kind() == Kind.FILE ? path.toFile().length() : 0;
        }
      }
    } catch (IOException | UncheckedIOException e) {
      if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
        return spilled(List.of(FileStates.of(directory, FileUse.DIRECTORY)), 0, Optional.empty());
      }
      return spilled(states, bytes, Optional.of("cannot be read: " + e.getMessage()));
    }
    return spilled(states, bytes, Optional.empty());
  }

  private static Spilled spilled(List<FileState> files, long bytes, Optional<String> problem) {
    return new Spilled(files, bytes, FileStates.processOwner(), problem);
  }
}
