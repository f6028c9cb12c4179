package io.github.kvssecure.jni.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Streams opened, used and closed in random interleavings, in a JVM that checks every JNI call.
 * {@code -Dchurn.cycles} and {@code -Dchurn.seed} change how many and which.
 */
class ChurnTest {

  private static final int CYCLES = Integer.getInteger("churn.cycles", 10_000);
  private static final long SEED = Long.getLong("churn.seed", 20261124);

  /**
   * What the C library may keep of what was freed, in KiB: its arenas grow with the threads that
   * happen to meet, not with the number of cycles. A leak of one stream's smallest native structure
   * (64 KiB) in one of a hundred cycles would exceed it in the long run.
   */
  private static final long RESIDENT_TOLERANCE_KIB = 32 * 1024;

  /** The pool of buffers may fill up once more. */
  private static final long DIRECT_TOLERANCE_BYTES = 256 * 1024;

  @ShownGone("8-leak")
  @Test
  void openPutAndCloseAtRandom_leaveNothingBehind_andNeverEndTheJvm() throws Exception {
    ForkedJvm.Outcome outcome =
        ForkedJvm.run(
            Churn.class,
            List.of("-Xcheck:jni", "-Xms96m", "-Xmx96m", "-XX:+AlwaysPreTouch"),
            String.valueOf(CYCLES),
            String.valueOf(SEED));
    String output = outcome.output();
    System.out.println(output.substring(Math.max(0, output.indexOf("cycles="))));

    assertThat(outcome.exitCode()).as(output).isZero();
    assertThat(output).contains("cycles=" + CYCLES, "toldAfterClose=0");
    assertThat(output).doesNotContain("FATAL ERROR in native method");
    assertThat(number(output, "closedWhileInUse=")).isPositive();
    assertThat(number(output, "discarded=")).isPositive();
    String grown = output.substring(output.indexOf("grown "));
    assertThat(number(grown, "threads=")).isNotPositive();
    assertThat(number(grown, "descriptors=")).isNotPositive();
    assertThat(number(grown, "directBytes=")).isLessThanOrEqualTo(DIRECT_TOLERANCE_BYTES);
    assertThat(number(grown, "residentKib=")).isLessThanOrEqualTo(RESIDENT_TOLERANCE_KIB);
  }

  private static long number(String text, String name) {
    Matcher matcher = Pattern.compile(Pattern.quote(name) + "(-?\\d+)").matcher(text);
    assertThat(matcher.find()).as(name + " in " + text).isTrue();
    return Long.parseLong(matcher.group(1));
  }
}
