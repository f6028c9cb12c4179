package io.github.kvssecure;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.event.IngestEvent.ConnectionMade;
import io.github.kvssecure.event.IngestEvent.ConnectionPurpose;
import io.github.kvssecure.internal.aws.ConnectionWatch;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.NetworkFacts;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.spi.UploadException.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Shows the gate every connection to the control plane, as uploads do theirs. Thread-safe. */
final class GatedConnections implements ConnectionWatch {

  private final PolicyGate gate;
  private final Clock clock;

  /**
   * A watch.
   *
   * @param gate judges
   * @param clock the present
   */
  GatedConnections(PolicyGate gate, Clock clock) {
    this.gate = gate;
    this.clock = clock;
  }

  @Override
  public void connected(ConnectionEvidence evidence) {
    gate.verification(
            new ConnectionMade(ConnectionPurpose.CONTROL_PLANE, Optional.empty(), evidence))
        .of(Rules.HANDSHAKE, new Facts.HandshakeDone(evidence))
        .conclude();
  }

  @Override
  public void refused(String host, Failure failure, String message) {
    List<Violation> violations =
        gate.admission()
            .of(Rules.HANDSHAKE, new Facts.HandshakeFailed(host, failure, message))
            .refused();
    if (!violations.isEmpty()) {
      throw new PolicyViolationException(violations);
    }
  }

  @Override
  public void answered(String host, int status) {
    gate.verification().of(Rules.CALL, new NetworkFacts.CallAnswered(host, status)).conclude();
  }

  @Override
  public void dated(String host, Instant theirs) {
    Duration ahead = Duration.between(theirs, clock.instant());
    gate.admission().of(Rules.CLOCK, new NetworkFacts.ClockReading(host, ahead)).conclude();
  }
}
