package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.internal.gate.rule.Facts.AcknowledgementStream;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AcknowledgementsWellFormedTest {

  private final GateTrial trial = GateTrial.of(Control.WIRE_06);

  @Test
  @ProvesViolated("WIRE-06")
  void malformedAcknowledgement_isRefused() {
    Violation violation =
        trial.refused(
            Rules.ACKNOWLEDGEMENTS,
            new AcknowledgementStream(Camera.STREAM, Optional.of("a line of 1025 bytes")));

    assertThat(violation.subject()).isEqualTo("acknowledgements of stream front-door");
    assertThat(violation.found()).isEqualTo("a line of 1025 bytes");
    assertThat(violation.required()).contains("1024 bytes");
    assertThat(violation.remedy()).contains("sent again");
  }

  @Test
  @ProvesSatisfied("WIRE-06")
  void wellFormedAcknowledgements_areLetThrough() {
    assertThat(
            trial.satisfiedAlone(
                Rules.ACKNOWLEDGEMENTS, new AcknowledgementStream(Camera.STREAM, Optional.empty())))
        .contains("well formed");
  }
}
