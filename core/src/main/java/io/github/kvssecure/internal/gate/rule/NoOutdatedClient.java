package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.ProcessFacts.Client;
import io.github.kvssecure.internal.gate.rule.ProcessFacts.Clients;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.List;

/**
 * BP-06: no client of AWS is on the class path that is out of support or known to accept wrong
 * peers.
 */
final class NoOutdatedClient implements Rule<Clients> {

  /** The artifact of the KVS Producer SDK, of which 1.9.3 and older trust everybody. */
  static final String PRODUCER_SDK = "amazon-kinesis-video-streams-producer-sdk-java";

  @Override
  public Control control() {
    return Control.BP_06;
  }

  @Override
  public Decision evaluate(Clients facts, SecurityPolicy policy) {
    List<String> outdated =
        facts.clients().stream()
            .filter(NoOutdatedClient::isOutdated)
            .map(Client::toString)
            .toList();
    return outdated.isEmpty()
        ? satisfied("clients of AWS on the class path: " + facts.clients())
        : violatedAt("class path")
            .found(String.join(", ", outdated))
            .required(
                "nothing of AWS SDK for Java 1.x (out of support since 2025-12-31), and the KVS Producer"
                    + " SDK from 1.12.0")
            .remedy(
                "exclude it from the dependency that brings it; mvn dependency:tree shows which");
  }

  private static boolean isOutdated(Client client) {
    if (client.artifact().startsWith("aws-java-sdk")) {
      return true;
    }
    return client.artifact().equals(PRODUCER_SDK) && client.isBefore(1, 12, 0);
  }
}
