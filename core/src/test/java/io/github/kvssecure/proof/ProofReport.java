package io.github.kvssecure.proof;

import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.policy.Control;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Adds up the proofs of all modules, writes them to the root's build folder, and fails if an
 * enforced control is not proven both ways or a proof names no control. A program of the build.
 */
public final class ProofReport {

  private ProofReport() {}

  /**
   * Runs the check.
   *
   * @param args the root folder, then the modules
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    ProofTally tally = new ProofTally();
    for (String module : List.of(args).subList(1, args.length)) {
      Path file = root.resolve(module).resolve(ProofRecorder.FILE);
      if (Files.exists(file)) {
        tally.read(file);
      }
    }
    tally.write(root.resolve(ProofRecorder.FILE));
    long proven = tally.byControl().values().stream().filter(ProofTally.Proofs::areBoth).count();
    System.out.println("controls proven: " + proven + " of " + Control.values().length);
    require(
        tally.byControl().keySet().stream().filter(id -> Control.ofId(id).isEmpty()).toList(),
        "proofs name controls that the catalogue does not have");
    require(
        Rules.enforced().stream().map(Control::id).filter(id -> !tally.of(id).areBoth()).toList(),
        "enforced controls lack a proof of the violated or of the satisfied case");
  }

  private static void require(List<String> culprits, String problem) {
    if (!culprits.isEmpty()) {
      throw new IllegalStateException(problem + ": " + culprits);
    }
  }
}
