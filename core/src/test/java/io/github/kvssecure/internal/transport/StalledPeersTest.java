package io.github.kvssecure.internal.transport;

import static io.github.kvssecure.internal.transport.RecordingListener.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.spi.UploadEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many uploads on one loop, to peers of which half have stopped reading. */
@ExtendWith(NothingLeaks.class)
class StalledPeersTest {

  private static final TestAuthority AUTHORITY = TestAuthority.ec();
  private static final int UPLOADS = 24;

  @Test
  void peersThatStopReading_doNotHoldUpTheOthers() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (ScriptedServer stalled =
            new ScriptedServer(
                AUTHORITY.localhost(),
                connection -> {
                  connection.readHead();
                  connection.ok();
                  never.await();
                });
        ScriptedServer healthy =
            new ScriptedServer(
                AUTHORITY.localhost(),
                connection -> {
                  connection.readHead();
                  connection.ok();
                  long unused = connection.drainBody();
                  connection.lastChunk();
                });
        PutMediaTransport transport = PutMediaTransport.start(AUTHORITY.settings())) {
      List<RecordingListener> stuck = new ArrayList<>();
      IntStream.range(0, UPLOADS)
          .forEach(
              i -> {
                RecordingListener listener = new RecordingListener();
                stuck.add(listener);
                // Endless media: the socket fills up, and whoever waited for room would wait.
                transport.open(Requests.to(stalled.endpoint()), buffer -> buffer.length, listener);
              });
      for (RecordingListener listener : stuck) {
        assertThat(await(listener.responded).status()).isEqualTo(200);
      }

      List<RecordingListener> moving = new ArrayList<>();
      for (int i = 0; i < UPLOADS; i++) {
        RecordingListener listener = new RecordingListener();
        moving.add(listener);
        transport.open(
            Requests.to(healthy.endpoint()),
            new QueuedBody().add(new byte[300_000]).end(),
            listener);
      }
      for (RecordingListener listener : moving) {
        assertThat(listener.end.get(60, TimeUnit.SECONDS)).isEqualTo(new UploadEnd.Completed());
      }
      assertThat(stuck).allSatisfy(listener -> assertThat(listener.end).isNotDone());
      never.countDown();
    }
  }
}
