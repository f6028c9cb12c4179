package io.github.kvssecure.samples.benchmark;

import io.github.kvssecure.samples.benchmark.SinkSocket.Cut;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.StringTokenizer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A PutMedia endpoint in a process of its own that stores nothing. */
final class Sink {

  private final Latencies latencies = new Latencies();
  private final WatchedCameras cameras = new WatchedCameras();
  private final ServerSocket listening;
  private final SSLContext tls;

  private Sink(ServerSocket listening, SSLContext tls) {
    this.listening = listening;
    this.tls = tls;
  }

  /**
   * Serves until standard input ends. Its commands are {@code begin RUN} and {@code report} for
   * latencies; {@code watch RUN}, {@code cut RUN HOW MILLIS}, {@code account RUN} and {@code
   * forget} for cameras whose connections it cuts.
   *
   * @param args the server's key store, PKCS#12
   */
  public static void main(String[] args) throws Exception {
    ServerSocket listening = new ServerSocket(0, 512, InetAddress.getByName("localhost"));
    Sink sink = new Sink(listening, context(Path.of(args[0])));
    sink.start(sink::accept);
    sink.obey();
  }

  private void obey() throws IOException, InterruptedException {
    new Figures().with("port", listening.getLocalPort()).send(System.out);
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String command = commands.readLine(); command != null; command = commands.readLine()) {
      StringTokenizer words = new StringTokenizer(command);
      obey(words.nextToken(), words).send(System.out);
    }
  }

  private Figures obey(String command, StringTokenizer words)
      throws IOException, InterruptedException {
    switch (command) {
      case "begin" -> latencies.begin(Integer.parseInt(words.nextToken()));
      case "watch" -> cameras.watch(Integer.parseInt(words.nextToken()));
      case "forget" -> cameras.forget();
      case "cut" -> {
        WatchedCamera camera = cameras.require(Integer.parseInt(words.nextToken()));
        Cut how = Cut.valueOf(words.nextToken());
        return camera.cut(how, Duration.ofMillis(Long.parseLong(words.nextToken())));
      }
      case "account" -> {
        return cameras.require(Integer.parseInt(words.nextToken())).account();
      }
      case "report" -> {
        return new Figures()
            .with("frames", latencies.count())
            .with("p50", latencies.percentile(0.50))
            .with("p90", latencies.percentile(0.90))
            .with("p99", latencies.percentile(0.99));
      }
      default -> throw new IllegalArgumentException(command);
    }
    return new Figures();
  }

  private void accept() {
    try {
      while (true) {
        SinkSocket socket = SinkSocket.accepted(listening.accept(), tls.getSocketFactory());
        start(() -> serve(socket));
      }
    } catch (IOException e) {
      System.err.println("the sink stops: " + e);
    }
  }

  private void serve(SinkSocket socket) {
    try {
      new SinkConnection(socket, latencies, new WatchedUpload(socket, cameras)).serve();
    } catch (SocketException e) {
      // A client that is done does not say goodbye, nor does a connection that is cut.
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
