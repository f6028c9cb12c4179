package io.github.kvssecure.proof;

import io.github.kvssecure.proof.ProofTally.Proofs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Counts the passing proofs of a module's test run and writes them to its build folder. */
public final class ProofRecorder implements TestExecutionListener {

  /** Where a module's proofs are written, below the module. */
  static final Path FILE = Path.of("target", "control-proofs.json");

  private final ProofTally tally = new ProofTally();

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (test.isTest() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
      method(test).ifPresent(this::record);
    }
  }

  private static Optional<Method> method(TestIdentifier test) {
    return test.getSource()
        .filter(MethodSource.class::isInstance)
        .map(source -> ((MethodSource) source).getJavaMethod());
  }

  private void record(Method method) {
    ProvesViolated violated = method.getAnnotation(ProvesViolated.class);
    if (violated != null) {
      for (String id : violated.value()) {
        tally.add(id, new Proofs(1, 0));
      }
    }
    ProvesSatisfied satisfied = method.getAnnotation(ProvesSatisfied.class);
    if (satisfied != null) {
      for (String id : satisfied.value()) {
        tally.add(id, new Proofs(0, 1));
      }
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (tally.byControl().isEmpty()) {
      // A run apart, such as that of the fuzz seeds, must not overwrite what the tests proved.
      return;
    }
    try {
      tally.write(Path.of(System.getProperty("basedir", "")).resolve(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
