package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.ResilienceFacts.MediaKept;
import io.github.kvssecure.internal.gate.rule.ResilienceFacts.Spilled;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.spi.MediaStorage;
import io.github.kvssecure.spi.MediaStorage.Promise;
import java.util.ArrayList;
import java.util.List;

/**
 * RES-08: media that waits on disk lies in files that only this process's user can read, is
 * encrypted, bounded, and deleted once it is stored. Modes, owner and size are what the file system
 * says; encryption and deletion are the packager's word.
 */
final class SpillProtected implements Rule<MediaKept> {

  /** A directory can be full of files with the same flaw. */
  private static final int MOST_NAMED = 5;

  @Override
  public Control control() {
    return Control.RES_08;
  }

  @Override
  public Decision evaluate(MediaKept facts, SecurityPolicy policy) {
    if (!(facts.storage() instanceof MediaStorage.Directory directory)) {
      return satisfied("media waits in the memory of this process alone");
    }
    if (facts.spilled().isEmpty()) {
      return notEvaluated("nobody looked at " + directory.path());
    }
    Spilled spilled = facts.spilled().get();
    FileModes modes = FileModes.of(spilled.files(), spilled.processOwner());
    List<String> found = new ArrayList<>(modes.found());
    List<String> remedies = new ArrayList<>(modes.remedies());
    judge(directory, spilled.bytes(), found, remedies);
    if (!found.isEmpty()) {
      return violatedAt("media of stream " + facts.stream() + " in " + directory.path())
          .found(first(found))
          .required(
              "directory 700, files 600, owned by "
                  + spilled.processOwner()
                  + "; encrypted, bounded, deleted once it is stored")
          .remedy(first(remedies));
    }
    if (spilled.problem().isPresent()) {
      return notEvaluated(directory.path() + " " + spilled.problem().get());
    }
    return modes.areTold()
        ? satisfied(
            spilled.bytes()
                + " bytes of media wait in "
                + directory.path()
                + ", closed to others; encrypted and deleted once stored, says the packager")
        : notEvaluated("the file system does not say who may read " + directory.path());
  }

  private static void judge(
      MediaStorage.Directory directory, long bytes, List<String> found, List<String> remedies) {
    if (!directory.promises().contains(Promise.ENCRYPTED)) {
      found.add("media on disk that is not encrypted");
      remedies.add("have the packager encrypt what it writes, or keep media in memory");
    }
    if (!directory.promises().contains(Promise.DELETED_WHEN_STORED)) {
      found.add("media that stays on disk after it was stored");
      remedies.add("have the packager delete media with its acknowledgement");
    }
    if (directory.mostBytes().isEmpty()) {
      found.add("no bound of what is written");
      remedies.add("give the packager a bound in bytes");
    } else if (bytes > directory.mostBytes().getAsLong()) {
      found.add(bytes + " bytes where " + directory.mostBytes().getAsLong() + " are the bound");
      remedies.add("delete what nobody waits for");
    }
  }

  private static String first(List<String> texts) {
    int more = texts.size() - MOST_NAMED;
    String named = String.join("; ", texts.subList(0, Math.min(MOST_NAMED, texts.size())));
    return more > 0 ? named + "; and " + more + " more" : named;
  }
}
