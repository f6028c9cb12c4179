package io.github.kvssecure.local;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests, saying what to install, where no AWS command line can be started. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresAwsCli.Startable.class)
@interface RequiresAwsCli {

  /** Starts it once: a file named {@code aws} can be a wrapper around nothing. */
  final class Startable implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return AwsCli.find()
          .map(program -> ConditionEvaluationResult.enabled(program + " starts"))
          .orElseGet(
              () ->
                  ConditionEvaluationResult.disabled(
                      "no aws that starts was found: install the Debian package awscli"));
    }
  }
}
