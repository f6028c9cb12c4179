package io.github.kvssecure.internal.session;

import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.IdentityFacts;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamSpec;
import java.net.URI;
import java.util.Optional;

/** Asks where the media of a stream goes, and shows the answer to the gate. */
final class DataEndpoints {

  private DataEndpoints() {}

  /**
   * Asks for the data endpoint of a stream that was verified. May block on the network.
   *
   * @param services shared by all streams
   * @param spec what was asked for
   * @param arn the stream
   * @param producer who asks
   * @return the endpoint, judged
   * @throws PolicyViolationException if the policy refuses it, or the credentials
   * @throws ControlPlaneException if the service gives none
   */
  static URI ask(SessionServices services, StreamSpec spec, StreamArn arn, Principal producer) {
    SessionCredentials credentials = producer.credentials().resolve();
    services.credentials().require(producer, credentials, Optional.of(arn));
    return judged(services, spec, arn, producer, credentials);
  }

  /**
   * Asks again for the data endpoint of a stream that is open. May block on the network.
   *
   * @param services shared by all streams
   * @param stream what was verified
   * @param producer who asks
   * @return the endpoint, judged
   * @throws PolicyViolationException if the policy refuses it, or the credentials for good
   * @throws ControlPlaneException if the service gives none, or the policy refuses the credentials
   *     for now
   */
  static URI askAgain(
      SessionServices services, StreamOpener.VerifiedStream stream, Principal producer) {
    SessionCredentials credentials = producer.credentials().resolve();
    services.credentials().requireForNow(producer, credentials, stream.arn());
    return judged(services, stream.spec(), stream.arn(), producer, credentials);
  }

  private static URI judged(
      SessionServices services,
      StreamSpec spec,
      StreamArn arn,
      Principal producer,
      SessionCredentials credentials) {
    services
        .gate()
        .verification(spec.name())
        .of(Rules.SCOPE, new IdentityFacts.ScopeUse(arn, credentials))
        .conclude();
    URI endpoint = producer.controlPlane().dataEndpoint(arn);
    services
        .gate()
        .verification(spec.name())
        .of(
            Rules.DATA_ENDPOINT,
            new Facts.EndpointUse(
                "data endpoint of stream " + spec.name(),
                endpoint,
                services.place().region(),
                services.place().loopback()))
        .of(
            Rules.ACTIONS_CALLED,
            new IdentityFacts.ActionsCalled(producer.identity().calls().counts()))
        .conclude();
    return endpoint;
  }
}
