package io.github.kvssecure.internal.session;

import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.IdentityFacts;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.spi.ControlPlane;
import io.github.kvssecure.stream.RetentionChange;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamVersion;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * A control plane that asks the gate before each call whether a producer may make it, so that a
 * producer cannot make or change a stream even with credentials that could. Thread-safe.
 */
public final class ProducerCalls implements ControlPlane {

  private final ControlPlane calls;
  private final PolicyGate gate;

  /**
   * A guarded control plane.
   *
   * @param calls makes the calls that are admitted; closed with this
   * @param gate judges
   */
  public ProducerCalls(ControlPlane calls, PolicyGate gate) {
    this.calls = calls;
    this.gate = gate;
  }

  private void admit(String action) {
    gate.admission()
        .of(Rules.ACTION, new IdentityFacts.ActionUse(Principal.PRODUCER, Set.of(action)))
        .conclude();
  }

  @Override
  public Optional<StreamDescription> describe(StreamName name) {
    admit("kinesisvideo:DescribeStream");
    return calls.describe(name);
  }

  @Override
  public Optional<StreamArn> create(StreamSpec spec) {
    admit("kinesisvideo:CreateStream");
    return calls.create(spec);
  }

  @Override
  public void changeRetention(StreamArn stream, StreamVersion seen, RetentionChange change) {
    admit("kinesisvideo:UpdateDataRetention");
    calls.changeRetention(stream, seen, change);
  }

  @Override
  public void delete(StreamArn stream, StreamVersion seen) {
    admit("kinesisvideo:DeleteStream");
    calls.delete(stream, seen);
  }

  @Override
  public URI dataEndpoint(StreamArn stream) {
    admit("kinesisvideo:GetDataEndpoint");
    return calls.dataEndpoint(stream);
  }

  @Override
  public CallerIdentity callerIdentity(SessionCredentials signer) {
    admit("sts:GetCallerIdentity");
    return calls.callerIdentity(signer);
  }

  @Override
  public void close() {
    calls.close();
  }
}
