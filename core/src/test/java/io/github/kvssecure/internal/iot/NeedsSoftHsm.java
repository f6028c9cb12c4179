package io.github.kvssecure.internal.iot;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A test that needs the Debian package softhsm2, and says so where it is missing. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(NeedsSoftHsm.Condition.class)
@interface NeedsSoftHsm {

  /** Skips where there is no such library; the build in {@code .ci/run} fails on any skip. */
  final class Condition implements ExecutionCondition {

    static Optional<Path> library() {
      return List.of(
              "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
          .stream()
          .map(Path::of)
          .filter(Files::exists)
          .findFirst();
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return library().isPresent()
          ? ConditionEvaluationResult.enabled("softhsm2 is there")
          : ConditionEvaluationResult.disabled("no libsofthsm2.so: install the package softhsm2");
    }
  }
}
