package io.github.kvssecure.samples;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test that needs the Debian packages ffmpeg and mkvtoolnix, and says so where they are missing.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(NeedsFfmpeg.Condition.class)
@interface NeedsFfmpeg {

  /** Skips where a tool cannot be started; the build in {@code .ci/run} fails on any skip. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      for (String tool : new String[] {"ffmpeg", "ffprobe", "mkvinfo"}) {
        try {
          new ProcessBuilder(tool, "-version").redirectErrorStream(true).start().destroy();
        } catch (IOException e) {
          return ConditionEvaluationResult.disabled(
              tool + " not found: install the packages ffmpeg and mkvtoolnix");
        }
      }
      return ConditionEvaluationResult.enabled("ffmpeg and mkvtoolnix are there");
    }
  }
}
