package io.github.kvssecure.internal.transport;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test, saying what to install, where testssl.sh is absent. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsTestssl.Condition.class)
@interface NeedsTestssl {

  /** Looks for the program on the search path. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return program().isPresent()
          ? ConditionEvaluationResult.enabled("testssl is installed")
          : ConditionEvaluationResult.disabled("testssl not found: apt-get install testssl.sh");
    }

    /** Debian calls it {@code testssl}, its makers {@code testssl.sh}. */
    static Optional<Path> program() {
      String searchPath = Optional.ofNullable(System.getenv("PATH")).orElse("");
      return Arrays.stream(searchPath.split(File.pathSeparator, -1))
          .flatMap(
              directory ->
                  Arrays.stream(
                      new Path[] {Path.of(directory, "testssl"), Path.of(directory, "testssl.sh")}))
          .filter(Files::isExecutable)
          .findFirst();
    }
  }
}
