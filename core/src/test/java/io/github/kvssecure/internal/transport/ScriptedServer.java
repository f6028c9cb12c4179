package io.github.kvssecure.internal.transport;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A TLS server on the loopback address whose every connection runs a script. */
final class ScriptedServer implements Closeable {

  /** What a connection does once the handshake is over. */
  @FunctionalInterface
  interface Script {
    void run(Connection connection) throws IOException, InterruptedException;
  }

  private final SSLServerSocket listening;
  private final Script script;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /** How many bytes of plain text came after handshakes, on connections that failed too. */
  final AtomicLong bytesReceived = new AtomicLong();

  /** One entry per connection that is over: its failure, or "done". */
  final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();

  ScriptedServer(SSLContext tls, Script script) throws IOException {
    this(tls, List.of("TLSv1.3", "TLSv1.2"), List.of(), script);
  }

  ScriptedServer(SSLContext tls, List<String> protocols, List<String> suites, Script script)
      throws IOException {
    this.script = script;
    this.listening =
        (SSLServerSocket)
            tls.getServerSocketFactory()
                .createServerSocket(0, 200, InetAddress.getLoopbackAddress());
    listening.setEnabledProtocols(protocols.toArray(String[]::new));
    if (!suites.isEmpty()) {
      listening.setEnabledCipherSuites(suites.toArray(String[]::new));
    }
    listening.setReceiveBufferSize(64 * 1024);
    daemon(this::accept);
  }

  URI endpoint() {
    return URI.create("https://localhost:" + listening.getLocalPort());
  }

  int port() {
    return listening.getLocalPort();
  }

  String awaitOutcome() throws InterruptedException {
    String outcome = outcomes.poll(20, TimeUnit.SECONDS);
    if (outcome == null) {
      throw new AssertionError("no connection ended in time");
    }
    return outcome;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        SSLSocket socket = (SSLSocket) listening.accept();
        sockets.add(socket);
        daemon(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(SSLSocket socket) {
    try (socket) {
      socket.startHandshake();
      script.run(new Connection(socket));
      outcomes.add("done");
    } catch (IOException | InterruptedException | RuntimeException e) {
      outcomes.add(e.toString());
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** One connection after its handshake. */
  final class Connection {
    final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private final List<String> headLines = new ArrayList<>();

    Connection(SSLSocket socket) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
      this.out = socket.getOutputStream();
    }

    /** Reads the request head: names in lower case. */
    Map<String, String> readHead() throws IOException {
      for (String line = readLine(); !line.isEmpty(); line = readLine()) {
        headLines.add(line);
      }
      Map<String, String> headers = new LinkedHashMap<>();
      for (String line : headLines.subList(1, headLines.size())) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
      return headers;
    }

    String requestLine() {
      return headLines.get(0);
    }

    /** Reads one chunk of the body; an empty one is the last. */
    byte[] readChunk() throws IOException {
      int size = Integer.parseInt(readLine(), 16);
      byte[] chunk = in.readNBytes(size);
      bytesReceived.addAndGet(chunk.length);
      if (chunk.length < size || !readLine().isEmpty()) {
        throw new EOFException("chunk cut short");
      }
      return chunk;
    }

    /** Reads the body to its end, in order. */
    long drainBody() throws IOException {
      long total = 0;
      for (byte[] chunk = readChunk(); chunk.length > 0; chunk = readChunk()) {
        total += chunk.length;
      }
      return total;
    }

    /** Reads one byte, or -1 at the end. */
    int readByte() throws IOException {
      int next = in.read();
      if (next >= 0) {
        bytesReceived.incrementAndGet();
      }
      return next;
    }

    /** Reads whatever comes until the client hangs up. */
    void readToEnd() throws IOException {
      int next;
      do {
        next = readByte();
      } while (next >= 0);
    }

    void send(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    void ok() throws IOException {
      send("HTTP/1.1 200 OK\r\nx-amzn-RequestId: r-1\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    void chunk(String text) throws IOException {
      send(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
    }

    void lastChunk() throws IOException {
      send("0\r\n\r\n");
    }

    private String readLine() throws IOException {
      StringBuilder line = new StringBuilder();
      while (true) {
        int next = readByte();
        if (next < 0) {
          throw new EOFException("line cut short");
        }
        if (next == '\n') {
          return line.toString().stripTrailing();
        }
        line.append((char) next);
      }
    }
  }
}
