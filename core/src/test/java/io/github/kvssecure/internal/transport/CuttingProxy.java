package io.github.kvssecure.internal.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/**
 * Passes TLS on without understanding it, in pieces of a given size on the way to the client, until
 * it hangs up in the middle.
 */
final class CuttingProxy implements AutoCloseable {
  private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final CompletableFuture<Socket> client = new CompletableFuture<>();

  CuttingProxy(int port, int pieceBytes) throws IOException {
    daemon(
        () -> {
          Socket in = listening.accept();
          Socket out = new Socket(InetAddress.getLoopbackAddress(), port);
          client.complete(in);
          in.setTcpNoDelay(true);
          daemon(() -> in.getInputStream().transferTo(out.getOutputStream()));
          pump(out.getInputStream(), in.getOutputStream(), pieceBytes);
        });
  }

  URI endpoint() {
    return URI.create("https://localhost:" + listening.getLocalPort());
  }

  void cut() throws IOException {
    RecordingListener.await(client).close();
  }

  private static void pump(InputStream in, OutputStream out, int pieceBytes) throws IOException {
    byte[] piece = new byte[pieceBytes];
    for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
      out.write(piece, 0, count);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One of the two hung up: the end of a proxied connection.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
