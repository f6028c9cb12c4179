package io.github.kvssecure.samples.storm;

import io.github.kvssecure.local.Fault;
import io.github.kvssecure.local.FaultPlan;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.streams.StoredFragment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Makes something go wrong every second or so, all from one seed. Used by one thread. */
final class StormFaults {

  /** The word for each outage of everything; other faults are called as in {@link Fault}. */
  private static final String OUTAGE = "OUTAGE";

  private static final String LOST_STORE = "LOST_STORE";
  private static final String MOVED_ENDPOINT = "MOVED_ENDPOINT";

  /** Errors of acknowledgements after which the upload goes on by itself. */
  static final Set<Integer> PASSING_ERRORS = Set.of(4000, 4003, 4503, 5000, 5001);

  /**
   * Errors that end a stream, which is opened again then: the service does not take its media, or
   * cannot use its key. More of one number than were made here is a finding: the media is good.
   */
  static final Set<Integer> LASTING_ERRORS =
      Set.of(
          4001, 4002, 4004, 4005, 4006, 4007, 4008, 4009, 4010, 4011, 4012, 4500, 4501, 4502, 4504,
          4505, 4506);

  private static final Fault[] CUTS = {
    Fault.DROP_CONNECTION_MID_FRAGMENT, Fault.TRUNCATE_WITHOUT_CLOSE_NOTIFY, Fault.STALL
  };

  /** One of them is answered with other credentials; a second one in a row ends the stream. */
  private static final Fault[] REFUSED_CALLERS = {
    Fault.HTTP_401, Fault.HTTP_403_EXPIRED, Fault.HTTP_403_DENIED, Fault.EARLY_RESPONSE_BODY_NON_200
  };

  private static final String[] CALLS = {
    "PutMedia", "DescribeStream", "GetDataEndpoint", "AssumeRole", "GetCallerIdentity"
  };

  /** Calls for credentials, which are refused too: what is alive is used on then. */
  private static final String[] CALLS_FOR_CREDENTIALS = {"AssumeRole", "GetCallerIdentity"};

  private final LocalKvs kvs;
  private final List<String> streams;
  private final SplittableRandom random;
  private final Map<String, Long> outages = new TreeMap<>();
  private final Map<String, List<StoredFragment>> lost = new HashMap<>();

  /**
   * Faults that have not begun.
   *
   * @param kvs what goes wrong
   * @param streams whose media is lost with the store
   * @param random decides
   */
  StormFaults(LocalKvs kvs, List<String> streams, SplittableRandom random) {
    this.kvs = kvs;
    this.streams = List.copyOf(streams);
    this.random = random;
  }

  /** Injects until it is time to stop, then leaves everything well. */
  void rage(CountDownLatch stop) throws InterruptedException {
    while (!stop.await(200 + random.nextInt(1300), TimeUnit.MILLISECONDS)) {
      inject(stop);
    }
    kvs.disarm();
    kvs.recover();
  }

  private void inject(CountDownLatch stop) throws InterruptedException {
    switch (random.nextInt(16)) {
      case 0, 1, 2 -> arm(FaultPlan.of(one(CUTS)).afterBytes(1 + random.nextInt(200_000)));
      case 3 -> arm(FaultPlan.of(Fault.HTTP_500).onOperation(one(CALLS)));
      case 4 -> arm(FaultPlan.of(Fault.HTTP_503).onOperation(one(CALLS)));
      case 5 -> arm(FaultPlan.of(one(REFUSED_CALLERS)));
      case 6 ->
          arm(
              random.nextInt(4) == 0
                  ? FaultPlan.of(Fault.HTTP_403_DENIED).onOperation(one(CALLS_FOR_CREDENTIALS))
                  : FaultPlan.of(one(REFUSED_CALLERS)));
      case 7 -> throttle();
      case 8 -> acknowledge(PASSING_ERRORS);
      case 9 -> acknowledge(LASTING_ERRORS);
      case 10 -> arm(FaultPlan.of(Fault.DELAY_ACKS).delay(Duration.ofMillis(random.nextInt(3000))));
      case 11 -> arm(FaultPlan.of(Fault.DUPLICATE_ACKS));
      case 12 -> arm(FaultPlan.of(random.nextBoolean() ? Fault.LOSE_ACKS : Fault.NO_ACKS));
      case 13 ->
          arm(FaultPlan.of(random.nextBoolean() ? Fault.GARBAGE_ACK : Fault.OVERSIZED_ACK_LINE));
      case 14 -> arm(FaultPlan.of(Fault.SLOW_READ).delay(Duration.ofMillis(random.nextInt(200))));
      default -> rare(stop);
    }
  }

  private void throttle() {
    arm(
        random.nextBoolean()
            ? FaultPlan.of(Fault.HTTP_429).onOperation(one(CALLS))
            : FaultPlan.of(Fault.HTTP_400).errorType("ClientLimitExceededException"));
  }

  private void acknowledge(Set<Integer> errors) {
    int chosen = random.nextInt(errors.size());
    arm(
        FaultPlan.of(Fault.ACK_ERROR)
            .ackError(errors.stream().sorted().skip(chosen).findFirst().orElseThrow()));
  }

  private void rare(CountDownLatch stop) throws InterruptedException {
    switch (random.nextInt(5)) {
      case 0 -> arm(FaultPlan.of(Fault.REDIRECT_302).onOperation(one(CALLS)));
      case 1 -> arm(FaultPlan.of(Fault.HTTP_400).errorType("InvalidEndpointException"));
      case 2 -> {
        count(MOVED_ENDPOINT);
        kvs.moveDataEndpoint();
      }
      case 3 -> {
        count(LOST_STORE);
        outage(stop, this::loseStore);
      }
      default -> {
        count(OUTAGE);
        outage(stop, () -> {});
      }
    }
  }

  /** Nothing is acknowledged during an outage, so what is lost then was acknowledged before. */
  private void outage(CountDownLatch stop, Runnable meanwhile) throws InterruptedException {
    kvs.goOffline();
    meanwhile.run();
    var unused = stop.await(200 + random.nextInt(4000), TimeUnit.MILLISECONDS);
    kvs.recover();
  }

  private void loseStore() {
    for (String stream : streams) {
      lost.computeIfAbsent(stream, unused -> new ArrayList<>())
          .addAll(kvs.streams().forgetMedia(stream));
    }
  }

  private <T> T one(T[] of) {
    return of[random.nextInt(of.length)];
  }

  private void arm(FaultPlan plan) {
    kvs.arm(plan);
  }

  private void count(String kind) {
    outages.merge(kind, 1L, Long::sum);
  }

  /**
   * How many of each kind had their effect, not how many were armed; read when nothing runs any
   * more.
   */
  Map<String, Long> happened() {
    Map<String, Long> all = new TreeMap<>(kvs.happened());
    all.putAll(outages);
    return all;
  }

  /** How many error acknowledgements of one number were made here. */
  long acknowledged(int error) {
    return kvs.happened().getOrDefault("ACK_ERROR " + error, 0L);
  }

  /** What was stored of a stream and lost; read after {@link #rage} has returned. */
  List<StoredFragment> lost(String stream) {
    return lost.getOrDefault(stream, List.of());
  }
}
