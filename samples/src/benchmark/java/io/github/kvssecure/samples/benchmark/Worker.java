package io.github.kvssecure.samples.benchmark;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.kvssecure.Packaging;
import io.github.kvssecure.local.mkv.MkvException;
import io.github.kvssecure.local.mkv.MkvMedia;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.StringTokenizer;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** One of the two clients, in a process of its own, that does what it is told. */
final class Worker {

  private static final Duration DISCARDED = Duration.ofSeconds(1);
  private static final int CONNECTING_AT_ONCE = 10;
  private static final long CONNECTING_MILLIS = 250;
  private static final int CPU = 0;

  /** JVM option: what packages this library's media. */
  private static final String PACKAGING = "packaging";

  private final Materials materials;
  private final MeasuredClient client;
  private int opened;
  private @Nullable LiveCamera camera;

  private Worker(Materials materials, MeasuredClient client) {
    this.materials = materials;
    this.client = client;
  }

  /**
   * Starts one, which answers when it is ready.
   *
   * @param which {@code ours} or {@code vendor}
   */
  static Child start(String which, Materials materials, Packaging packaging) throws IOException {
    return Child.start(
        CPU,
        List.of(
            "-Djavax.net.ssl.trustStore=" + materials.sinkTrust(),
            "-Djavax.net.ssl.trustStorePassword=" + Materials.PASSWORD,
            "-D" + PACKAGING + "=" + packaging),
        Worker.class,
        which,
        materials.directory().toString());
  }

  /**
   * Obeys until standard input ends.
   *
   * @param args {@code ours} or {@code vendor}, and the directory of the materials
   */
  public static void main(String[] args) throws Exception {
    Materials materials = new Materials(Path.of(args[1]));
    byte[] avcC = avcC();
    try (MeasuredClient client =
        args[0].equals("ours")
            ? new SecureClient(
                materials,
                Packaging.valueOf(System.getProperty(PACKAGING, Packaging.NATIVE.name())),
                avcC)
            : new VendorClient(materials, avcC)) {
      new Worker(materials, client).obey(avcC);
    }
    // The vendor's threads are not daemons.
    System.exit(0);
  }

  private void obey(byte[] avcC) throws Exception {
    new Figures().send(System.out);
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String command = commands.readLine(); command != null; command = commands.readLine()) {
      StringTokenizer words = new StringTokenizer(command);
      obey(words.nextToken(), words, avcC).send(System.out);
    }
  }

  private Figures obey(String command, StringTokenizer words, byte[] avcC) throws Exception {
    return switch (command) {
      case "open" -> open(Integer.parseInt(words.nextToken()));
      case "load" ->
          load(
              Integer.parseInt(words.nextToken()),
              Integer.parseInt(words.nextToken()),
              Integer.parseInt(words.nextToken()),
              Duration.ofMillis(Long.parseLong(words.nextToken())));
      case "film" -> film(words);
      case "stop" -> Objects.requireNonNull(camera, "no camera").stop();
      case "report" -> client.report();
      case "bulk" -> bulk(Long.parseLong(words.nextToken()));
      case "threads" -> new Figures().with("threads", (double) threads());
      case "gate" -> GateCost.measure(materials, avcC);
      default -> throw new IllegalArgumentException(command);
    };
  }

  /**
   * Opens them and lets them connect, a few at a time: a storm of handshakes is not the subject.
   */
  private Figures open(int streams) throws Exception {
    ByteBuffer frame = ByteBuffer.allocateDirect(FrameStamp.BYTES);
    for (int next = opened; next < streams; next++) {
      client.open(next + 1);
      FrameStamp.write(frame, true, FrameStamp.NO_RUN);
      client.put(next, true, Instant.now(), frame);
      if (next % CONNECTING_AT_ONCE == 0) {
        TimeUnit.MILLISECONDS.sleep(CONNECTING_MILLIS);
      }
    }
    opened = Math.max(opened, streams);
    return new Figures();
  }

  private Figures load(int run, int streams, int frameBytes, Duration measured) throws Exception {
    long before = client.acknowledgements();
    Figures figures = new TickingLoad(client, streams, frameBytes).run(run, DISCARDED, measured);
    // Bodies are still open: whatever was counted came before their end.
    return figures.with("acknowledged", (double) (client.acknowledgements() - before));
  }

  private Figures film(StringTokenizer words) {
    // Connections are lost on purpose from now on; what either client writes of that is left out.
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    camera =
        LiveCamera.start(
            client, Integer.parseInt(words.nextToken()), Integer.parseInt(words.nextToken()));
    return new Figures();
  }

  private Figures bulk(long bytes) throws Exception {
    long before = processCpu();
    long acknowledged = client.bulk(new SyntheticMedia(bytes));
    return new Figures()
        .with("cpuSecondsPerGb", (processCpu() - before) / (double) bytes)
        .with("acknowledged", (double) acknowledged);
  }

  private static long processCpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** All threads of the process, native ones too. */
  private static long threads() throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      return tasks.count();
    }
  }

  private static byte[] avcC() throws IOException, MkvException {
    try (InputStream in = Worker.class.getResourceAsStream("/media/clip.mkv")) {
      if (in == null) {
        throw new IOException("the clip is missing from the class path");
      }
      return MkvMedia.read(in).header().tracks().get(0).codecPrivate();
    }
  }
}
