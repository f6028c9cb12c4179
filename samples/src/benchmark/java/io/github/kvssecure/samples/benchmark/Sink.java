package io.github.kvssecure.samples.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** A PutMedia endpoint in a process of its own that stores nothing. */
final class Sink {

  private final Latencies latencies = new Latencies();
  private final SSLServerSocket listening;

  private Sink(SSLServerSocket listening) {
    this.listening = listening;
  }

  /**
   * Serves until standard input ends. Its commands are {@code begin RUN} and {@code report}.
   *
   * @param args the server's key store, PKCS#12
   */
  public static void main(String[] args) throws IOException, GeneralSecurityException {
    SSLServerSocket listening =
        (SSLServerSocket)
            context(Path.of(args[0]))
                .getServerSocketFactory()
                .createServerSocket(0, 512, InetAddress.getByName("localhost"));
    Sink sink = new Sink(listening);
    sink.start(sink::accept);
    sink.obey();
  }

  private void obey() throws IOException {
    new Figures().with("port", listening.getLocalPort()).send(System.out);
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String command = commands.readLine(); command != null; command = commands.readLine()) {
      if (command.startsWith("begin ")) {
        latencies.begin(Integer.parseInt(command.substring("begin ".length())));
        new Figures().send(System.out);
      } else {
        new Figures()
            .with("frames", latencies.count())
            .with("p50", latencies.percentile(0.50))
            .with("p90", latencies.percentile(0.90))
            .with("p99", latencies.percentile(0.99))
            .send(System.out);
      }
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        socket.setTcpNoDelay(true);
        start(() -> serve(socket));
      }
    } catch (IOException e) {
      System.err.println("the sink stops: " + e);
    }
  }

  private void serve(Socket socket) {
    try {
      new SinkConnection(socket, latencies).serve();
    } catch (SocketException e) {
      // A client that is done does not say goodbye.
    } catch (IOException e) {
      System.err.println("an upload broke: " + e);
    }
  }

  private void start(Runnable work) {
    Thread thread = new Thread(work, "sink");
    thread.setDaemon(true);
    thread.start();
  }

  private static SSLContext context(Path keys) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, Materials.PASSWORD.toCharArray());
    }
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(store, Materials.PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
