package io.github.kvssecure.samples.benchmark;

import io.github.kvssecure.Packaging;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.streams.StreamSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Compares this library with the vendor's producer: A, B, A, B, and so on, each in a process of its
 * own on processor 0, the sink in a third on processor 1. See {@code docs/performance.md}.
 */
final class Benchmark {

  private static final int SINK_CPU = 1;
  private static final int STREAMS = 200;
  private static final int STREAMS_OF_LARGE_FRAMES = 96;
  private static final int ATTEMPTS = 4;
  private static final int WARM_UP_TURNS = 5;
  private static final long BULK_BYTES = 1_500_000_000;
  private static final long BULK_WARM_UP_BYTES = 500_000_000;

  /** Cuts of each kind for each pair: 15 of 5 pairs. */
  private static final int CUTS = 3;

  private final int pairs;
  private final int seconds;
  private final Child sink;
  private final Child ours;
  private final Child vendor;
  private final Table table;
  private int run;

  private Benchmark(int pairs, int seconds, Child sink, Child ours, Child vendor, Table table) {
    this.pairs = pairs;
    this.seconds = seconds;
    this.sink = sink;
    this.ours = ours;
    this.vendor = vendor;
    this.table = table;
  }

  /**
   * Runs it and prints the table.
   *
   * @param args how many pairs, how many seconds each of them, and the {@link Packaging} of this
   *     library
   */
  public static void main(String[] args) throws Exception {
    int pairs = Integer.parseInt(args[0]);
    Packaging packaging = Packaging.valueOf(args[2]);
    Table table = new Table(packaging);
    describeMachine();
    Materials materials = new Materials(Files.createTempDirectory("kvs-benchmark"));
    materials.certifySink();
    try (Child sink =
        Child.start(SINK_CPU, List.of(), Sink.class, materials.sinkKeys().toString())) {
      int port = (int) sink.answer().get("port");
      URI endpoint = URI.create("https://localhost:" + port);
      try (LocalKvs control = LocalKvs.builder().dataEndpoint(endpoint).start()) {
        String key = control.keys().create().arn();
        StreamSettings settings =
            StreamSettings.none()
                .withRetentionHours(24)
                .withKmsKeyId(key)
                .withMediaType("video/h264");
        for (int i = 0; i < STREAMS; i++) {
          String unused = control.streams().create(Materials.streamName(i), settings);
        }
        materials.describe(control, port, key);
        Stage stage = new Stage(sink, control, materials, packaging);
        try (Child ours = stage.start("ours");
            Child vendor = stage.start("vendor")) {
          ours.answer();
          vendor.answer();
          new Benchmark(pairs, Integer.parseInt(args[1]), sink, ours, vendor, table).run();
        }
        say("cutting connections");
        ReconnectRows.measure(stage, CUTS * pairs, table);
      }
    } finally {
      delete(materials.directory());
    }
    table.print(System.out);
    describeLoad("at the end");
  }

  private void run() throws IOException, InterruptedException {
    bulk();
    threads();
    double perFrame = smallFrames();
    largeFrames();
    gate(perFrame);
  }

  private void bulk() throws IOException {
    say("bulk, one connection");
    for (Child client : List.of(ours, vendor)) {
      client.ask("bulk " + BULK_WARM_UP_BYTES);
    }
    Pairs cpu = new Pairs();
    for (int pair = 0; pair < pairs; pair++) {
      cpu.add(bulk(ours), bulk(vendor));
    }
    table.compare("bulk, transport alone, CPU s/GB", cpu, "%.2f", 0.5);
  }

  private static double bulk(Child client) throws IOException {
    Figures figures = client.ask("bulk " + BULK_BYTES);
    require(figures.get("acknowledged") > 0, "no acknowledgement came before the body was over");
    return figures.get("cpuSecondsPerGb");
  }

  private void threads() throws IOException, InterruptedException {
    say("opening " + STREAMS + " streams");
    double[] added = new double[2];
    List<Child> clients = List.of(ours, vendor);
    for (int i = 0; i < clients.size(); i++) {
      Child client = clients.get(i);
      client.ask("open 8");
      client.ask("load 0 8 1250 1000");
      double before = client.ask("threads").get("threads");
      client.ask("open " + STREAMS);
      client.ask("load 0 " + STREAMS + " 1250 6000");
      added[i] = (client.ask("threads").get("threads") - before) / (STREAMS - 8);
    }
    table.add(
        "threads per added stream",
        String.format(Locale.ROOT, "%.2f", added[0]),
        String.format(Locale.ROOT, "%.2f", added[1]),
        "",
        "0: " + (added[0] < 0.05 ? "met" : "missed"));
  }

  private double smallFrames() throws IOException, InterruptedException {
    String load = STREAMS + " x 25 fps x 1250 B";
    say(load);
    Loads loads = loads(STREAMS, 1250);
    table.compare(load + ", CPU us/frame", loads.cpu, "%.1f", 0.60);
    table.show(load + ", put to sink p50, us", loads.p50, "%.0f");
    table.show(load + ", put to sink p90, us", loads.p90, "%.0f");
    table.show(load + ", put to sink p99, us", loads.p99, "%.0f");
    table.show(load + ", allocated B/frame", loads.allocated, "%.0f");
    return loads.cpu.ours();
  }

  private void largeFrames() throws IOException, InterruptedException {
    String load = STREAMS_OF_LARGE_FRAMES + " x 25 fps x 10 KB";
    say(load);
    Loads loads = loads(STREAMS_OF_LARGE_FRAMES, 10_000);
    table.show(load + ", CPU us/frame", loads.cpu, "%.1f");
    table.show(load + ", put to sink p50, us", loads.p50, "%.0f");
    table.compare(load + ", put to sink p90, us", loads.p90, "%.0f", 0.05);
    table.show(load + ", put to sink p99, us", loads.p99, "%.0f");
  }

  private void gate(double perFrameMicros) throws IOException {
    say("what put costs without packaging and sending");
    for (int i = 0; i < WARM_UP_TURNS; i++) {
      Figures unused = ours.ask("gate");
    }
    Spread nanos = new Spread();
    Spread allocated = new Spread();
    Spread byFragment = new Spread();
    for (int i = 0; i < pairs; i++) {
      Figures figures = ours.ask("gate");
      nanos.add(figures.get("nanos"));
      allocated.add(figures.get("allocated"));
      byFragment.add(figures.get("allocatedByFragment"));
    }
    double share = nanos.median() / 1000 / perFrameMicros;
    table.add(
        "gate, admission and accounting, ns/put",
        String.format(Locale.ROOT, "%.0f", nanos.median()),
        "",
        String.format(Locale.ROOT, "%.1f %% of the path", share * 100),
        "<= 1 %: " + (share <= 0.01 ? "met" : "missed"));
    table.add(
        "the same, allocated B/put",
        String.format(Locale.ROOT, "%.1f", allocated.median()),
        "",
        String.format(Locale.ROOT, "%.0f B more by fragment", byFragment.median()),
        "0: " + (allocated.median() < 1 ? "met" : "missed"));
  }

  private record Loads(Pairs cpu, Pairs p50, Pairs p90, Pairs p99, Pairs allocated) {
    Loads() {
      this(new Pairs(), new Pairs(), new Pairs(), new Pairs(), new Pairs());
    }

    void add(Figures ours, Figures vendor) {
      cpu.add(ours.get("cpuMicros"), vendor.get("cpuMicros"));
      p50.add(ours.get("p50"), vendor.get("p50"));
      p90.add(ours.get("p90"), vendor.get("p90"));
      p99.add(ours.get("p99"), vendor.get("p99"));
      allocated.add(ours.get("allocated"), vendor.get("allocated"));
    }
  }

  private Loads loads(int streams, int frameBytes) throws IOException, InterruptedException {
    // Until the code is compiled. And streams that stood still for 20 s connect anew.
    for (Child client : List.of(ours, vendor)) {
      client.ask("load 0 " + streams + " " + frameBytes + " " + WARM_UP_TURNS * seconds * 1000);
    }
    Loads loads = new Loads();
    for (int pair = 0; pair < pairs; pair++) {
      Figures mine = repeated(ours, streams, frameBytes);
      Figures theirs = repeated(vendor, streams, frameBytes);
      loads.add(mine, theirs);
      say("  ours   " + mine);
      say("  vendor " + theirs);
    }
    return loads;
  }

  /** Measures; a machine that is busy with something else may take a few attempts. */
  private Figures repeated(Child client, int streams, int frameBytes)
      throws IOException, InterruptedException {
    double expected = streams * (double) TickingLoad.FRAMES_PER_SECOND;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Figures figures = load(client, streams, frameBytes);
      if (Math.abs(figures.get("framesPerSecond") / expected - 1) < 0.02) {
        return figures;
      }
      say("void: " + figures.get("framesPerSecond") + " frames per second, not " + expected);
    }
    throw new IllegalStateException("this machine is too busy for " + expected + " frames/s");
  }

  private Figures load(Child client, int streams, int frameBytes)
      throws IOException, InterruptedException {
    run++;
    sink.ask("begin " + run);
    Figures figures =
        client.ask("load " + run + " " + streams + " " + frameBytes + " " + seconds * 1000);
    require(figures.get("acknowledged") > streams, "acknowledgements must come while bodies flow");
    Figures seen = settled(figures.get("frames"));
    return figures.with(seen);
  }

  /** What the sink saw, once everything is there. */
  private Figures settled(double frames) throws IOException, InterruptedException {
    Figures seen = sink.ask("report");
    for (int i = 0; i < 100 && seen.get("frames") < frames; i++) {
      TimeUnit.MILLISECONDS.sleep(50);
      seen = sink.ask("report");
    }
    require(
        seen.get("frames") == frames,
        "put " + frames + " frames, the sink saw " + seen.get("frames"));
    return seen;
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalStateException("the run is void: " + otherwise);
    }
  }

  private static void describeMachine() throws IOException {
    String cpu =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 2))
            .findFirst()
            .orElse("unknown processor");
    say(
        Runtime.getRuntime().availableProcessors()
            + " x "
            + cpu
            + ", Java "
            + System.getProperty("java.version"));
    describeLoad("at the start");
  }

  private static void describeLoad(String when) {
    say(
        String.format(
            Locale.ROOT,
            "load average %s: %.2f",
            when,
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
  }

  private static void say(String line) {
    System.out.println(line);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
