package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.internal.gate.rule.Facts.RegionUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.stream.AwsRegion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmittedRegionTest {

  private final GateTrial trial = GateTrial.of(Control.CMP_01);
  private final GateTrial european =
      trial.under(
          SecurityPolicy.strict().inRegions(AwsRegion.of("eu-west-1"), AwsRegion.of("eu-west-3")));

  private static RegionUse use(String region) {
    return new RegionUse("stream front-door", region, Camera.REGION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"us-east-1", "eu-central-2", "EU-CENTRAL-1", "eu-central-1 ", ""})
  @ProvesViolated("CMP-01")
  void regionThatIsNotTheProducersOwn_isRefused(String region) {
    Violation violation = trial.refused(Rules.REGION, use(region));

    assertThat(violation.found()).isEqualTo("Region " + region);
    assertThat(violation.required()).isEqualTo("one of [eu-central-1]");
    assertThat(violation.remedy())
        .startsWith("SecureProducer.builder(AwsRegion.of(\"eu-central-1\"), source)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"eu-central-1", "us-east-1", "eu-west-2"})
  @ProvesViolated("CMP-01")
  void regionThatThePolicyDoesNotName_isRefusedEvenIfItIsTheProducersOwn(String region) {
    Violation violation = european.refused(Rules.REGION, use(region));

    assertThat(violation.required()).isEqualTo("one of [eu-west-1, eu-west-3]");
    assertThat(violation.remedy()).contains("AwsRegion.of(\"eu-west-1\")");
  }

  @Test
  @ProvesSatisfied("CMP-01")
  void producersOwnRegion_isLetThrough() {
    assertThat(trial.satisfiedAlone(Rules.REGION, use("eu-central-1"))).contains("eu-central-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"eu-west-1", "eu-west-3"})
  @ProvesSatisfied("CMP-01")
  void regionThatThePolicyNames_isLetThrough(String region) {
    assertThat(european.satisfiedAlone(Rules.REGION, use(region))).contains(region);
  }
}
