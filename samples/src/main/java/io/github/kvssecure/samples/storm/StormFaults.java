package io.github.kvssecure.samples.storm;

import io.github.kvssecure.local.Fault;
import io.github.kvssecure.local.FaultPlan;
import io.github.kvssecure.local.LocalKvs;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Makes something go wrong every second or so, all from one seed. Used by one thread. */
final class StormFaults {

  private static final int[] PASSING_ERRORS = {4000, 4003, 4503, 5000, 5001};
  private static final String[] CALLS = {"PutMedia", "DescribeStream", "GetDataEndpoint"};
  private static final int REFUSED_ENDPOINT_EVERY = 20;

  private final LocalKvs kvs;
  private final SplittableRandom random;
  private final Map<String, Integer> injected = new TreeMap<>();
  private int rounds;

  StormFaults(LocalKvs kvs, SplittableRandom random) {
    this.kvs = kvs;
    this.random = random;
  }

  /** Injects until it is time to stop, then leaves everything well. */
  void rage(CountDownLatch stop) throws InterruptedException {
    while (!stop.await(200 + random.nextInt(1300), TimeUnit.MILLISECONDS)) {
      rounds++;
      inject(stop);
    }
    kvs.disarm();
    kvs.recover();
  }

  private void inject(CountDownLatch stop) throws InterruptedException {
    switch (random.nextInt(14)) {
      case 0 -> arm(cut(Fault.DROP_CONNECTION_MID_FRAGMENT));
      case 1 -> arm(cut(Fault.TRUNCATE_WITHOUT_CLOSE_NOTIFY));
      case 2 -> arm(cut(Fault.STALL));
      case 3 -> arm(FaultPlan.of(Fault.HTTP_500).onOperation(anyCall()));
      case 4 -> arm(FaultPlan.of(Fault.HTTP_503).onOperation(anyCall()));
      case 5 -> arm(FaultPlan.of(Fault.HTTP_403_EXPIRED));
      case 6 -> arm(FaultPlan.of(Fault.HTTP_400).errorType("ClientLimitExceededException"));
      case 7 ->
          arm(
              FaultPlan.of(Fault.ACK_ERROR)
                  .ackError(PASSING_ERRORS[random.nextInt(PASSING_ERRORS.length)]));
      case 8 -> arm(FaultPlan.of(Fault.DELAY_ACKS).delay(Duration.ofMillis(random.nextInt(3000))));
      case 9 -> arm(FaultPlan.of(Fault.DUPLICATE_ACKS));
      case 10 -> arm(FaultPlan.of(random.nextBoolean() ? Fault.LOSE_ACKS : Fault.NO_ACKS));
      case 11 ->
          arm(FaultPlan.of(random.nextBoolean() ? Fault.GARBAGE_ACK : Fault.OVERSIZED_ACK_LINE));
      case 12 -> arm(FaultPlan.of(Fault.SLOW_READ).delay(Duration.ofMillis(random.nextInt(200))));
      default -> rare(stop);
    }
  }

  /** An outage of everything, or a refused endpoint: one that is refused twice is permanent. */
  private void rare(CountDownLatch stop) throws InterruptedException {
    if (rounds % REFUSED_ENDPOINT_EVERY == 0) {
      arm(FaultPlan.of(Fault.HTTP_400).errorType("InvalidEndpointException"));
      return;
    }
    count("OUTAGE");
    kvs.goOffline();
    var unused = stop.await(200 + random.nextInt(4000), TimeUnit.MILLISECONDS);
    kvs.recover();
  }

  private FaultPlan cut(Fault fault) {
    return FaultPlan.of(fault).afterBytes(1 + random.nextInt(200_000));
  }

  private String anyCall() {
    return CALLS[random.nextInt(CALLS.length)];
  }

  private void arm(FaultPlan plan) {
    count(plan.fault().name());
    kvs.arm(plan);
  }

  private void count(String kind) {
    injected.merge(kind, 1, Integer::sum);
  }

  /** How many of each kind; read after {@link #rage} has returned. */
  Map<String, Integer> injected() {
    return injected;
  }
}
