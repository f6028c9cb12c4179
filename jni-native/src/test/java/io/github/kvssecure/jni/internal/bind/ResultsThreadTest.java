package io.github.kvssecure.jni.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ResultsThreadTest {

  @Test
  void errorOfAnAnswer_isLogged_andTheNextIsGiven() throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger(ResultsThread.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    ResultsThread results = new ResultsThread(Clock.systemUTC());
    CountDownLatch next = new CountDownLatch(1);
    try {
      results.deliver(
          0,
          () -> {
            throw new NoClassDefFoundError("a class that was left out");
          });
      results.deliver(0, next::countDown);

      assertThat(next.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(lines.list)
          .singleElement()
          .satisfies(
              line ->
                  assertThat(line.getThrowableProxy().getMessage())
                      .isEqualTo("a class that was left out"));
    } finally {
      results.stop();
      log.detachAppender(lines);
    }
  }
}
