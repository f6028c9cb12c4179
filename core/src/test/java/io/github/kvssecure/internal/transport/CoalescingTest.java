package io.github.kvssecure.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How media is cut into records and records into writes, seen where they leave the TLS layer. */
class CoalescingTest {

  private static final TestAuthority AUTHORITY = TestAuthority.ec();

  /** Header of a record (RFC 8446, 5.1), and its length field's position. */
  private static final int RECORD_HEAD = 5;

  private static final int LENGTH_AT = 3;

  /** A link that notes what it was offered at once. */
  private static final class Noting implements Link {
    final List<byte[]> offered = new ArrayList<>();
    private final Link link;

    Noting(Link link) {
      this.link = link;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      return link.read(into);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      byte[] bytes = new byte[from.remaining()];
      from.get(from.position(), bytes);
      offered.add(bytes);
      return link.write(from);
    }

    @Override
    public boolean flush() throws IOException {
      return link.flush();
    }

    @Override
    public long bytesSent() {
      return link.bytesSent();
    }
  }

  private static List<Integer> recordLengths(byte[] bytes) {
    List<Integer> lengths = new ArrayList<>();
    ByteBuffer records = ByteBuffer.wrap(bytes);
    for (int at = 0; at < bytes.length; ) {
      int length = records.getShort(at + LENGTH_AT) & 0xffff;
      lengths.add(length);
      at += RECORD_HEAD + length;
    }
    return lengths;
  }

  /** Overhead: TLS 1.3 has tag, type and JSSE's 16 bytes of padding; TLS 1.2 nonce and tag. */
  @ParameterizedTest
  @CsvSource({"TLSv1.3, 33", "TLSv1.2, 24"})
  void media_leavesInOneWriteOf64KiBAndRecordsBelow16KiB(String version, int overhead)
      throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    try (ScriptedServer server =
            new ScriptedServer(
                AUTHORITY.localhost(),
                List.of(version),
                List.of(),
                ScriptedServer.Connection::readToEnd);
        BlockingSocket socket =
            BlockingSocket.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                deadline,
                System::nanoTime)) {
      Noting link = new Noting(Link.over(socket.channel()));
      SSLEngine engine = AUTHORITY.settings().trust().engine("localhost", server.port());
      AUTHORITY.settings().tls().applyTo(engine, "localhost");
      TlsChannel tls = new TlsChannel(link, engine);
      tls.beginHandshake();
      for (TlsChannel.Progress progress = tls.handshake();
          progress != TlsChannel.Progress.DONE;
          progress = tls.handshake()) {
        socket.await(progress, tls::runTasks, deadline);
      }
      link.offered.clear();

      assertThat(new ChunkedBody(buffer -> buffer.length).fill(tls))
          .isEqualTo(ChunkedBody.Fill.FULL);
      boolean unused = tls.flush();

      byte[] write = link.offered.get(0);
      assertThat(write.length).isBetween(4 * 16_000, 4 * 16_640);
      assertThat(recordLengths(write))
          .hasSize(4)
          .allSatisfy(
              length ->
                  assertThat(length - overhead).isBetween(16_000, TlsChannel.MAX_RECORD_PAYLOAD));
    }
  }
}
