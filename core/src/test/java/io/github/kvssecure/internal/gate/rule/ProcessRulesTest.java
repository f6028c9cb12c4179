package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.internal.gate.rule.ProcessFacts.Client;
import io.github.kvssecure.internal.gate.rule.ProcessFacts.Clients;
import io.github.kvssecure.internal.gate.rule.ProcessFacts.DebugSwitches;
import io.github.kvssecure.internal.gate.rule.ProcessFacts.Exceptions;
import io.github.kvssecure.internal.gate.rule.ProcessFacts.LogTrial;
import io.github.kvssecure.internal.gate.rule.ProcessFacts.SerialisationTrial;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.policy.Waiver;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessRulesTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 6, 1);
  private static final String PRODUCER_SDK = "amazon-kinesis-video-streams-producer-sdk-java";

  private static GateTrial blocking(Control control) {
    return GateTrial.of(control).under(SecurityPolicy.strict().raise(control, Severity.BLOCK));
  }

  @Test
  @ProvesViolated({"BP-03", "BP-04"})
  void buildThatLeaks_isRefused() {
    GateTrial.of(Control.BP_03)
        .refused(Rules.LOG_TRIAL, new LogTrial(List.of("credentials"), List.of("credentials")));
    GateTrial.of(Control.BP_04)
        .refused(Rules.SERIALISATION, new SerialisationTrial(List.of(), List.of("credentials")));
  }

  @Test
  @ProvesSatisfied({"BP-03", "BP-04"})
  void buildThatKeepsSecrets_isLetThrough() {
    GateTrial.of(Control.BP_03)
        .satisfiedAlone(Rules.LOG_TRIAL, new LogTrial(List.of("credentials"), List.of()));
    GateTrial.of(Control.BP_04)
        .satisfiedAlone(
            Rules.SERIALISATION, new SerialisationTrial(List.of("credentials"), List.of()));
  }

  @Test
  void trialOfNothing_isNoPass() {
    GateTrial.of(Control.BP_03).notEvaluated(Rules.LOG_TRIAL, new LogTrial(List.of(), List.of()));
    GateTrial.of(Control.BP_04)
        .notEvaluated(Rules.SERIALISATION, new SerialisationTrial(List.of(), List.of()));
  }

  @Test
  @ProvesViolated("BP-05")
  void debugSwitch_isReportedWithWhatItGivesAway() {
    assertThat(
            blocking(Control.BP_05)
                .refused(
                    Rules.DEBUG_SWITCHES,
                    new DebugSwitches(List.of("environment variable SSLKEYLOGFILE has keys")))
                .found())
        .contains("SSLKEYLOGFILE");
  }

  @Test
  @ProvesSatisfied("BP-05")
  void quietProcess_isLetThrough() {
    GateTrial.of(Control.BP_05).satisfiedAlone(Rules.DEBUG_SWITCHES, new DebugSwitches(List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "aws-java-sdk-core, 1.12.800",
    "aws-java-sdk-kinesisvideo, 1.11.600",
    PRODUCER_SDK + ", 1.9.3",
    PRODUCER_SDK + ", 1.11.99",
    PRODUCER_SDK + ", 1",
    PRODUCER_SDK + ",",
  })
  @ProvesViolated("BP-06")
  void outdatedClients_areReported(String artifact, String version) {
    assertThat(
            blocking(Control.BP_06)
                .refusedBy(
                    Rules.CLIENTS,
                    new Clients(List.of(new Client(artifact, Optional.ofNullable(version)))))
                .found())
        .startsWith(artifact);
  }

  @ParameterizedTest
  @CsvSource({PRODUCER_SDK + ", 1.12.0", PRODUCER_SDK + ", 1.12.2", PRODUCER_SDK + ", 2.0"})
  @ProvesSatisfied("BP-06")
  void currentClients_areLetThrough(String artifact, String version) {
    GateTrial.of(Control.BP_06)
        .satisfiedAlone(
            Rules.CLIENTS, new Clients(List.of(new Client(artifact, Optional.of(version)))));
    GateTrial.of(Control.BP_06).satisfiedAlone(Rules.CLIENTS, new Clients(List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "aws-java-sdk-kinesisvideo, 1.12.161",
    "aws-java-sdk-kinesisvideo, 1.11.1000",
    PRODUCER_SDK + ", 1.9.3",
    PRODUCER_SDK + ", 1.8",
  })
  @ProvesViolated("BP-06")
  void clientsThatAcceptAWrongPeer_areRefusedWhateverThePolicySaysOfOldOnes(
      String artifact, String version) {
    Clients clients = new Clients(List.of(new Client(artifact, Optional.of(version))));

    assertThat(
            GateTrial.of(Control.BP_06)
                .under(SecurityPolicy.baseline())
                .refused(Rules.CLIENTS, clients)
                .found())
        .contains(artifact + " " + version)
        .contains("wrong peer");
  }

  @ParameterizedTest
  @CsvSource({
    "aws-java-sdk-core, 1.11.1",
    "aws-java-sdk-kinesisvideo, 1.12.162",
    "aws-java-sdk-kinesisvideo,",
    PRODUCER_SDK + ", 1.9.4",
    PRODUCER_SDK + ",",
  })
  void clientsThatAreMerelyOld_areWarnedOf(String artifact, String version) {
    assertThat(
            GateTrial.of(Control.BP_06)
                .warned(
                    Rules.CLIENTS,
                    new Clients(List.of(new Client(artifact, Optional.ofNullable(version))))))
        .isTrue();
  }

  @Test
  @ProvesViolated("BP-08")
  void waiverThatHardlyEnds_isRefused() {
    Waiver waiver = new Waiver(Control.KMS_01, "migration of the old streams", TODAY.plusDays(367));

    assertThat(
            GateTrial.of(Control.BP_08)
                .refused(Rules.EXCEPTIONS, new Exceptions(List.of(waiver), List.of(), TODAY))
                .found())
        .contains("KMS-01 until 2027-06-03");
  }

  @Test
  @ProvesSatisfied("BP-08")
  void waiverThatEndsWithinAYear_isLetThroughAndNamed() {
    Waiver waiver = new Waiver(Control.KMS_01, "migration of the old streams", TODAY.plusDays(366));

    assertThat(
            GateTrial.of(Control.BP_08)
                .satisfiedAlone(
                    Rules.EXCEPTIONS, new Exceptions(List.of(waiver), List.of(), TODAY)))
        .contains("KMS-01");
  }
}
