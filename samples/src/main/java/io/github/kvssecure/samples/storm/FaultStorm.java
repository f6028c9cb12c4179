package io.github.kvssecure.samples.storm;

import io.github.kvssecure.LoopbackEndpoint;
import io.github.kvssecure.Packaging;
import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.streams.CallRates;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.samples.SdkCredentials;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * A storm of faults over twenty streams of audio and video, and an account of every frame at its
 * end. Everything random follows from the seed; threads and the network of this machine do not, so
 * a seed brings back the faults and their order, not each microsecond.
 *
 * <p>{@code mvn -q -Pstorm compile -Dseed=7 -Dminutes=3}; exits with 1 if a frame is unaccounted
 * for. Half of the streams are packaged natively where that is possible, the others in Java; {@code
 * -Dproducer=native} or {@code java} has all packaged alike.
 */
public final class FaultStorm {

  private static final int STREAMS = 20;

  private final long seed;
  private final Map<StreamName, StormCamera> cameras = new ConcurrentHashMap<>();

  private FaultStorm(long seed) {
    this.seed = seed;
  }

  /**
   * Runs the storm.
   *
   * @param args none; the system properties {@code seed}, {@code minutes} and {@code producer} are
   *     read
   * @throws Exception if the storm itself breaks
   */
  public static void main(String[] args) throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    Duration length = Duration.ofMinutes(Long.getLong("minutes", 3));
    System.out.println("storm with -Dseed=" + seed + " for " + length.toMinutes() + " minutes");
    List<String> findings = new FaultStorm(seed).run(length);
    if (!findings.isEmpty()) {
      throw new IllegalStateException(
          findings.size() + " findings; again with -Dseed=" + seed + ": " + findings.get(0));
    }
  }

  private List<String> run(Duration length) throws Exception {
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch calm = new CountDownLatch(1);
    ExecutorService threads = Executors.newCachedThreadPool();
    List<SecureProducer> producers = new ArrayList<>();
    try (LocalKvs kvs = LocalKvs.builder().callRates(CallRates.AS_DOCUMENTED).start()) {
      packagings().forEach(packaging -> producers.add(producer(kvs, packaging)));
      producers.forEach(each -> System.out.println("packager: " + each.report().packager()));
      SplittableRandom random = new SplittableRandom(seed);
      StormFaults faults = new StormFaults(kvs, names(), random.split());
      List<Future<StormCamera>> running = new ArrayList<>();
      String key = kvs.keys().create().arn();
      List<Track> tracks = StormFrames.tracks();
      for (String each : names()) {
        StreamName name = StreamName.of(each);
        kvs.streams().create(each, StreamSettings.none().withRetentionHours(24).withKmsKeyId(key));
        StormCamera camera =
            new StormCamera(
                producers.get(running.size() % producers.size()),
                StreamSpec.builder(name, tracks.get(0)).track(tracks.get(1)),
                new StormFrames(random.nextLong()),
                stop);
        cameras.put(name, camera);
        running.add(threads.submit(camera));
      }
      Future<?> raging =
          threads.submit(
              () -> {
                faults.rage(calm);
                return null;
              });
      boolean cutShort = stop.await(length.toSeconds(), TimeUnit.SECONDS);
      calm.countDown();
      raging.get();
      stop.countDown();
      return account(kvs, faults, running, cutShort);
    } finally {
      threads.shutdownNow();
      producers.forEach(SecureProducer::close);
    }
  }

  private static List<String> names() {
    return IntStream.range(0, STREAMS).mapToObj(i -> "storm-" + i).toList();
  }

  private List<String> account(
      LocalKvs kvs, StormFaults faults, List<Future<StormCamera>> running, boolean cutShort)
      throws InterruptedException {
    StormAudit audit = new StormAudit(kvs, faults);
    List<String> findings = new ArrayList<>();
    if (cutShort) {
      findings.add("the storm ended too early");
    }
    for (Future<StormCamera> camera : running) {
      try {
        audit.look(camera.get());
      } catch (ExecutionException e) {
        Throwable cause = e.getCause();
        findings.add(
            "a camera broke: " + cause + (cause == null ? "" : ", because of " + cause.getCause()));
      }
    }
    audit.lookAtErrors();
    findings.addAll(audit.findings());
    System.out.println("faults that happened, by kind: " + faults.happened());
    audit.totals().forEach(System.out::println);
    findings.stream().limit(20).forEach(System.out::println);
    System.out.println("findings: " + findings.size() + " (-Dseed=" + seed + ")");
    return findings;
  }

  private SecureProducer producer(LocalKvs kvs, Packaging packaging) {
    CredentialSource source =
        CredentialSource.assumeRole(
            RoleArn.of(kvs.identities().roleArn(LocalIdentities.CAMERA)),
            "storm-camera",
            CredentialSource.of(instanceProfile(kvs)));
    return SecureProducer.builder(AwsRegion.of(kvs.region()), source)
        .packaging(packaging)
        .listener(this::note)
        .insecurelyUseLoopbackEndpoint(
            LoopbackEndpoint.of(kvs.endpoint(), kvs.caCertificate()),
            "a storm of faults, without an AWS account")
        .build();
  }

  /** One for all streams, if it is named; otherwise each for half of them. */
  private static List<Packaging> packagings() {
    String name = System.getProperty("producer");
    return name == null
        ? List.of(Packaging.NATIVE_OR_JAVA, Packaging.JAVA)
        : List.of(Packaging.valueOf(name.toUpperCase(Locale.ROOT)));
  }

  private void note(IngestEvent event) {
    if (event instanceof IngestEvent.MediaDropped dropped) {
      camera(dropped.stream()).ifPresent(camera -> camera.dropped(dropped.fragments()));
    } else if (event instanceof IngestEvent.FragmentAcknowledged told) {
      camera(told.stream()).ifPresent(camera -> camera.acknowledged(told.acknowledgement()));
    }
  }

  private Optional<StormCamera> camera(StreamName name) {
    return Optional.ofNullable(cameras.get(name));
  }

  private static AwsCredentialsProvider instanceProfile(LocalKvs kvs) {
    return () -> SdkCredentials.of(kvs.identities().roleSession(LocalIdentities.CAMERA));
  }
}
