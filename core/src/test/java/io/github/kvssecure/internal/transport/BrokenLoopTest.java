package io.github.kvssecure.internal.transport;

import static io.github.kvssecure.internal.transport.RecordingListener.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.kvssecure.policy.TlsPolicy;
import io.github.kvssecure.spi.Upload;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException.Failure;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one upload throws is its own end; what the loop throws is told to every upload. */
class BrokenLoopTest {

  private static final TestAuthority AUTHORITY = TestAuthority.ec();

  private ScriptedServer server;

  @BeforeEach
  void open() throws IOException {
    server =
        new ScriptedServer(
            AUTHORITY.localhost(),
            connection -> {
              connection.readHead();
              connection.ok();
              long unused = connection.drainBody();
              connection.lastChunk();
            });
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void tlsThatThrowsAtTheGoodbye_endsItsUploadAndNoOther() {
    TlsPolicy rude = TlsPolicy.strict().through(new RudeTls());
    try (PutMediaTransport transport =
        PutMediaTransport.start(
            AUTHORITY
                .settings()
                .withTrust(
                    TlsContext.trustingOnly(List.of(AUTHORITY.certificate())).through(rude)))) {
      RecordingListener aborted = new RecordingListener();
      RecordingListener other = new RecordingListener();
      QueuedBody body = new QueuedBody();
      Upload first = transport.open(Requests.to(server.endpoint()), new QueuedBody(), aborted);
      Upload second = transport.open(Requests.to(server.endpoint()), body, other);
      await(aborted.responded);
      await(other.responded);

      first.abort();
      assertThat(aborted.awaitFailure()).isEqualTo(Failure.ABORTED);
      body.add(new byte[100]).end();
      second.dataAvailable();
      assertThat(await(other.end)).isEqualTo(new UploadEnd.Completed());
    }
  }

  @Test
  void clockThatThrows_breaksTheLoop_andEveryUploadIsTold() {
    AtomicBoolean broken = new AtomicBoolean();
    TransportSettings settings = AUTHORITY.settings();
    try (PutMediaTransport transport =
        PutMediaTransport.start(
            settings.withTime(
                new TransportSettings.Time(
                    settings.time().wall(),
                    () -> {
                      if (broken.get()) {
                        throw new IllegalStateException("the clock has stopped");
                      }
                      return System.nanoTime();
                    })))) {
      List<RecordingListener> listeners =
          List.of(new RecordingListener(), new RecordingListener(), new RecordingListener());
      for (RecordingListener listener : listeners) {
        transport.open(Requests.to(server.endpoint()), new QueuedBody(), listener);
        await(listener.responded);
      }

      broken.set(true);
      for (RecordingListener listener : listeners) {
        assertThat(listener.awaitFailure()).isEqualTo(Failure.ABORTED);
        assertThat(listener.offences).isEmpty();
      }
      broken.set(false);
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  transport.open(
                      Requests.to(server.endpoint()), new QueuedBody(), new RecordingListener()))
          .withMessageContaining("closed");
    }
  }

  /** A member that throws whatever it is told. */
  @Test
  void memberThatThrows_doesNotEndTheLoop() throws Exception {
    CountDownLatch ticks = new CountDownLatch(3);
    CountDownLatch tasks = new CountDownLatch(1);
    SelectorLoop loop = new SelectorLoop("kvs-test-loop", System::nanoTime);
    SelectorLoop.Member member =
        new SelectorLoop.Member() {
          @Override
          public void ready(int operations) {}

          @Override
          public void tick(long nanos) {
            ticks.countDown();
            throw new AssertionError("tick");
          }

          @Override
          public void abandoned() {
            loop.remove(this);
            throw new IllegalStateException("abandoned");
          }
        };
    loop.add(member);
    loop.execute(
        () -> {
          throw new StackOverflowError("task");
        });
    loop.execute(tasks::countDown);

    assertThat(ticks.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(tasks.await(20, TimeUnit.SECONDS)).isTrue();
    loop.close();
    loop.thread().join(20_000);
    assertThat(loop.thread().isAlive()).isFalse();
  }
}
