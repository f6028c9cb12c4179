package io.github.kvssecure.local.mkv;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips a test, saying what to install, where a program that it runs is absent. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresTool.OnSearchPath.class)
@interface RequiresTool {

  /** The programs that are run. */
  String[] value();

  /** The packages that bring them. */
  String install();

  /** Looks for the programs on the search path. */
  final class OnSearchPath implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      Optional<RequiresTool> required =
          AnnotationSupport.findAnnotation(context.getElement(), RequiresTool.class);
      if (required.isEmpty()) {
        return ConditionEvaluationResult.enabled("no program is required");
      }
      List<String> absent =
          Arrays.stream(required.get().value()).filter(program -> !isInstalled(program)).toList();
      return absent.isEmpty()
          ? ConditionEvaluationResult.enabled("every program is installed")
          : ConditionEvaluationResult.disabled(
              absent + " not found: install " + required.get().install());
    }

    private static boolean isInstalled(String program) {
      String searchPath = Optional.ofNullable(System.getenv("PATH")).orElse("");
      return Arrays.stream(searchPath.split(File.pathSeparator, -1))
          .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
  }
}
