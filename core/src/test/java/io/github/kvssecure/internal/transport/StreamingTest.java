package io.github.kvssecure.internal.transport;

import static io.github.kvssecure.internal.transport.RecordingListener.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.ConnectProxy;
import io.github.kvssecure.spi.Upload;
import io.github.kvssecure.spi.UploadBody;
import io.github.kvssecure.spi.UploadEnd;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Media in volume: intact, bounded in memory, and without a thread per upload. */
class StreamingTest {

  private static final TestAuthority AUTHORITY = TestAuthority.ec();

  /** Pseudo-random media of a given length, in pieces of changing size. */
  private static final class GeneratedBody implements UploadBody {
    final AtomicLong pulled = new AtomicLong();
    final AtomicLong reads = new AtomicLong();
    private final MessageDigest digest = sha256();
    private final Random random = new Random(42);
    private final long length;

    GeneratedBody(long length) {
      this.length = length;
    }

    @Override
    public int read(byte[] buffer) {
      reads.incrementAndGet();
      long left = length - pulled.get();
      if (left == 0) {
        return -1;
      }
      int count = (int) Math.min(left, 1 + random.nextInt(buffer.length));
      for (int i = 0; i < count; i += 97) {
        buffer[i] = (byte) random.nextInt();
      }
      digest.update(buffer, 0, count);
      pulled.addAndGet(count);
      return count;
    }

    byte[] digest() {
      return digest.digest();
    }
  }

  private static final class DigestingScript implements ScriptedServer.Script {
    final MessageDigest digest = sha256();
    private final CountDownLatch mayRead;

    DigestingScript(CountDownLatch mayRead) {
      this.mayRead = mayRead;
    }

    @Override
    public void run(ScriptedServer.Connection connection) throws IOException, InterruptedException {
      connection.readHead();
      connection.ok();
      mayRead.await();
      for (byte[] chunk = connection.readChunk();
          chunk.length > 0;
          chunk = connection.readChunk()) {
        digest.update(chunk);
      }
      connection.lastChunk();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void hundredMegabytes_arriveIntact(String protocol) throws Exception {
    DigestingScript script = new DigestingScript(new CountDownLatch(0));
    GeneratedBody body = new GeneratedBody(100_000_000);
    try (ScriptedServer server =
            new ScriptedServer(AUTHORITY.localhost(), List.of(protocol), List.of(), script);
        PutMediaTransport transport = PutMediaTransport.start(AUTHORITY.settings())) {
      RecordingListener listener = new RecordingListener();
      transport.open(Requests.to(server.endpoint()), body, listener);
      assertThat(listener.end.get(60, TimeUnit.SECONDS)).isEqualTo(new UploadEnd.Completed());
      assertThat(script.digest.digest()).isEqualTo(body.digest());
    }
  }

  @Test
  void mediaInsideTheTlsOfAProxy_arrivesIntact() throws Exception {
    DigestingScript script = new DigestingScript(new CountDownLatch(0));
    GeneratedBody body = new GeneratedBody(20_000_000);
    TlsContext trust = TlsContext.trustingOnly(List.of(AUTHORITY.certificate()));
    try (ScriptedServer server = new ScriptedServer(AUTHORITY.localhost(), script);
        ConnectProxy proxy =
            new ConnectProxy(AUTHORITY.localhost().getServerSocketFactory(), server.port());
        PutMediaTransport transport =
            PutMediaTransport.start(
                AUTHORITY.settings().withProxies(proxy.route(trust, "camera", "hunter2")))) {
      RecordingListener listener = new RecordingListener();
      transport.open(Requests.to(server.endpoint()), body, listener);
      assertThat(listener.end.get(60, TimeUnit.SECONDS)).isEqualTo(new UploadEnd.Completed());
      assertThat(script.digest.digest()).isEqualTo(body.digest());
    }
  }

  @Test
  void serverThatStopsReading_stopsTheMediaUntilItReads() throws Exception {
    CountDownLatch mayRead = new CountDownLatch(1);
    DigestingScript script = new DigestingScript(mayRead);
    GeneratedBody body = new GeneratedBody(60_000_000);
    try (ScriptedServer server = new ScriptedServer(AUTHORITY.localhost(), script);
        PutMediaTransport transport = PutMediaTransport.start(AUTHORITY.settings())) {
      RecordingListener listener = new RecordingListener();
      Upload upload = transport.open(Requests.to(server.endpoint()), body, listener);
      await(listener.responded);
      // A socket that was full may take a little more before it reports room, so it is filled
      // first.
      awaitStandstill(upload, body.reads);
      long reads = body.reads.get();
      for (int i = 0; i < 1000; i++) {
        upload.dataAvailable();
      }
      assertThat(body.reads).hasValue(reads);
      // What the two kernels hold, and one write of ours.
      assertThat(body.pulled.get()).isLessThan(20_000_000);
      mayRead.countDown();
      assertThat(listener.end.get(60, TimeUnit.SECONDS)).isEqualTo(new UploadEnd.Completed());
      assertThat(script.digest.digest()).isEqualTo(body.digest());
      assertThat(body.pulled).hasValue(60_000_000);
    }
  }

  private static void awaitStandstill(Upload upload, AtomicLong counter)
      throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    long last = -1;
    for (int same = 0; same < 20; ) {
      assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
      upload.dataAvailable();
      same = counter.get() == last ? same + 1 : 0;
      last = counter.get();
    }
  }

  @Test
  void twentyUploads_addNoThread() throws Exception {
    Map<String, Long> received = new ConcurrentHashMap<>();
    AtomicLong names = new AtomicLong();
    try (ScriptedServer server =
            new ScriptedServer(
                AUTHORITY.localhost(),
                connection -> {
                  connection.readHead();
                  connection.ok();
                  received.put("upload " + names.incrementAndGet(), connection.drainBody());
                  connection.lastChunk();
                });
        PutMediaTransport transport = PutMediaTransport.start(AUTHORITY.settings())) {
      List<RecordingListener> listeners = new ArrayList<>();
      List<QueuedBody> bodies = new ArrayList<>();
      List<Upload> uploads = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        listeners.add(new RecordingListener());
        bodies.add(new QueuedBody());
        uploads.add(
            transport.open(Requests.to(server.endpoint()), bodies.get(i), listeners.get(i)));
      }
      for (RecordingListener listener : listeners) {
        await(listener.responded);
      }
      assertThat(uploadThreads()).filteredOn("kvs-upload-loop"::equals).hasSize(1);
      assertThat(uploadThreads()).filteredOn("kvs-upload-resolver"::equals).hasSizeLessThan(3);
      assertThat(uploadThreads()).filteredOn("kvs-upload-handshake"::equals).hasSizeLessThan(3);
      for (int round = 0; round < 200; round++) {
        for (int i = 0; i < 20; i++) {
          bodies.get(i).add(new byte[1000 + i]);
          uploads.get(i).dataAvailable();
        }
      }
      for (int i = 0; i < 20; i++) {
        bodies.get(i).end();
        uploads.get(i).dataAvailable();
        assertThat(await(listeners.get(i).end)).isEqualTo(new UploadEnd.Completed());
        assertThat(listeners.get(i).offences).isEmpty();
      }
    }
    assertThat(received).hasSize(20);
    assertThat(received.values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(200 * (20 * 1000 + 190));
  }

  @Test
  void manyThreadsThatSignal_loseNothing() throws Exception {
    CountDownLatch none = new CountDownLatch(0);
    DigestingScript script = new DigestingScript(none);
    QueuedBody body = new QueuedBody();
    try (ScriptedServer server = new ScriptedServer(AUTHORITY.localhost(), script);
        PutMediaTransport transport = PutMediaTransport.start(AUTHORITY.settings())) {
      RecordingListener listener = new RecordingListener();
      Upload upload = transport.open(Requests.to(server.endpoint()), body, listener);
      List<Thread> putters = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        Thread putter =
            new Thread(
                () -> {
                  for (int i = 0; i < 5000; i++) {
                    body.add(new byte[100]);
                    upload.dataAvailable();
                  }
                });
        putters.add(putter);
        putter.start();
      }
      for (Thread putter : putters) {
        putter.join();
      }
      body.end();
      upload.dataAvailable();
      assertThat(await(listener.end)).isEqualTo(new UploadEnd.Completed());
      assertThat(server.bytesReceived.get()).isGreaterThan(4 * 5000 * 100);
      MessageDigest expected = sha256();
      expected.update(new byte[4 * 5000 * 100]);
      assertThat(script.digest.digest()).isEqualTo(expected.digest());
      assertThat(listener.offences).isEmpty();
    }
  }

  private static List<String> uploadThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith("kvs-upload"))
        .toList();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
