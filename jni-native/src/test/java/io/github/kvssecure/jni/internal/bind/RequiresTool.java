package io.github.kvssecure.jni.internal.bind;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips a test, saying what to install, where a program that it runs is absent. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresTool.OnSearchPath.class)
public @interface RequiresTool {

  /** The program that is run. */
  String value();

  /** Looks for the program on the search path. */
  final class OnSearchPath implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return AnnotationSupport.findAnnotation(context.getElement(), RequiresTool.class)
          .map(required -> evaluate(required.value()))
          .orElse(ConditionEvaluationResult.enabled("no program is required"));
    }

    private static ConditionEvaluationResult evaluate(String program) {
      boolean present =
          Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
              .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
      return present
          ? ConditionEvaluationResult.enabled(program + " is installed")
          : ConditionEvaluationResult.disabled(program + " is absent: install it");
    }
  }
}
