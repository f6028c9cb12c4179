package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;

/** Runs the demonstration once, with every logger at TRACE, and looks at what it left. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoTest {

  private final Queue<String> log = new ConcurrentLinkedQueue<>();
  private final Collector collector = new Collector();
  private List<String> secrets = List.of();
  private List<String> lines = List.of();

  private final class Collector extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      StringBuilder line = new StringBuilder(event.getLoggerName());
      line.append(' ').append(event.getFormattedMessage());
      for (var cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
        line.append(' ').append(cause.getMessage());
      }
      log.add(line.toString());
    }
  }

  @BeforeAll
  void runDemo() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = root.getLevel();
    collector.start();
    root.detachAppender("STDERR");
    root.addAppender(collector);
    root.setLevel(Level.TRACE);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (StandIn standIn = new StandIn()) {
      new Demo(standIn, new PrintStream(out, true, StandardCharsets.UTF_8)).run();
      secrets = standIn.kvs().identities().secrets();
    } finally {
      root.setLevel(before);
    }
    lines = out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @AfterAll
  void stopCollecting() {
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(collector);
  }

  @Test
  void everyFrameIsPersistedAndComesBackIdentical() {
    assertThat(lines.get(lines.size() - 2))
        .isEqualTo("media: accepted=1220 persisted=1220 dropped=0 pending=0 identical=true");
  }

  /** Without the loggers nothing is violated: see {@link JavaPackagingTest}. */
  @Test
  void theLastLineCountsEveryControl_andBp05NoticesTheLoggers() {
    assertThat(lines.get(lines.size() - 1))
        .isEqualTo("controls: satisfied=62 violated=1 not-evaluated=54 refused=4");
    assertThat(lines)
        .filteredOn(line -> line.contains(" violated: "))
        .singleElement()
        .asString()
        .startsWith("  BP-05 ");
  }

  @Test
  @ProvesSatisfied({
    "IAM-01", "IAM-03", "IAM-04", "IAM-06", "IAM-08", "IAM-10", "IAM-12", "IAM-13", "IAM-15",
    "BP-01", "BP-02", "BP-03", "BP-04", "BP-06", "BP-08", "BP-10", "KMS-01", "KMS-02", "KMS-03",
    "KMS-05", "KMS-10", "IAM-02", "IAM-05", "IAM-11", "CMP-01", "CMP-02", "RES-01", "RES-02",
    "NET-04", "NET-05", "NET-06", "WIRE-02", "WIRE-05", "WIRE-06", "CP-01", "CP-02"
  })
  void theDemoShowsWhichControlsAreSatisfied() {
    for (String id :
        List.of(
            "IAM-01", "IAM-03", "IAM-04", "IAM-06", "IAM-08", "IAM-10", "IAM-12", "IAM-13",
            "IAM-15", "BP-01", "BP-02", "BP-03", "BP-04", "BP-06", "BP-08", "BP-10", "KMS-01",
            "KMS-02", "KMS-03", "KMS-05", "KMS-10", "IAM-02", "IAM-05", "IAM-11", "CMP-01",
            "CMP-02", "RES-01", "RES-02", "NET-04", "NET-05", "NET-06", "WIRE-02", "WIRE-05",
            "WIRE-06", "CP-01", "CP-02")) {
      assertThat(lines).anyMatch(line -> line.startsWith("  " + id + " satisfied: "));
    }
  }

  @Test
  @ProvesViolated({"IAM-02", "KMS-01", "KMS-06", "CP-01", "NET-01", "WIRE-01"})
  void theFourMistakesAreRefusedForTheRightReason() {
    assertThat(lines).noneMatch(line -> line.startsWith("NOT REFUSED"));
    assertThat(lines)
        .contains(
            "  IAM-02 Credentials are temporary",
            "  KMS-01 The stream is encrypted with a customer managed key",
            "  CP-01 A creation request is checked whole",
            "  KMS-06 The stream is the one that was pinned",
            "  NET-01 Endpoints are https on port 443",
            "  WIRE-01 The data endpoint is judged before the first byte");
  }

  @Test
  void noLogLineAtAnyLevelHoldsASecret() {
    assertThat(secrets).hasSizeGreaterThan(5);
    assertThat(log).hasSizeGreaterThan(1000);
    for (String secret : secrets) {
      assertThat(log).noneMatch(line -> line.contains(secret));
      assertThat(lines).noneMatch(line -> line.contains(secret));
    }
  }

  @Test
  void logLinesOfSdkAndNativeProducerArrive() {
    assertThat(log).anyMatch(line -> line.startsWith("software.amazon.awssdk."));
    assertThat(log).anyMatch(line -> line.startsWith("io.github.kvssecure.jni."));
    assertThat(log).anyMatch(line -> line.startsWith("com.amazonaws.kinesisvideo."));
  }
}
