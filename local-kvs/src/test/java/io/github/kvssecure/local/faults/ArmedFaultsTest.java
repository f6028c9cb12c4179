package io.github.kvssecure.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.local.Fault;
import io.github.kvssecure.local.FaultPlan;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which of several armed faults a call takes. */
final class ArmedFaultsTest {
  private final ArmedFaults faults = new ArmedFaults();

  private Optional<Fault> take(String operation) {
    return faults.take(operation).map(FaultPlan::fault);
  }

  @Test
  void callsTakeTheOldestPlanThatMatches() {
    faults.arm(FaultPlan.of(Fault.HTTP_500).onOperation("DescribeStream"));
    faults.arm(FaultPlan.of(Fault.HTTP_503));
    faults.arm(FaultPlan.of(Fault.HTTP_429));

    assertThat(take("PutMedia")).contains(Fault.HTTP_503);
    assertThat(take("PutMedia")).contains(Fault.HTTP_429);
    assertThat(take("PutMedia")).isEmpty();
    assertThat(take("DescribeStream")).contains(Fault.HTTP_500);
  }

  @Test
  void planForSeveralCalls_keepsItsPlaceBehindOlderOnes() {
    faults.arm(FaultPlan.of(Fault.HTTP_500));
    faults.arm(FaultPlan.of(Fault.HTTP_503).onEveryOperation().times(2));

    assertThat(take("DescribeStream")).contains(Fault.HTTP_503);
    assertThat(take("PutMedia")).contains(Fault.HTTP_500);
    assertThat(take("PutMedia")).contains(Fault.HTTP_503);
    assertThat(take("PutMedia")).isEmpty();
  }
}
