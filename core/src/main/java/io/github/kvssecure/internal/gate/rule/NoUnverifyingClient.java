package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.ProcessFacts.Client;
import io.github.kvssecure.internal.gate.rule.ProcessFacts.Clients;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import java.util.List;

/**
 * BP-06: no client of KVS is on the class path that is known to send media to a wrong peer: the KVS
 * client of AWS SDK 1.x looks at host names since 1.12.162, and the KVS Producer SDK up to 1.9.3
 * trusts every certificate.
 */
final class NoUnverifyingClient implements Rule<Clients> {

  @Override
  public Control control() {
    return Control.BP_06;
  }

  /** Whatever the severity of an outdated client is. */
  @Override
  public Severity severity(SecurityPolicy policy) {
    return Severity.BLOCK;
  }

  @Override
  public Decision evaluate(Clients facts, SecurityPolicy policy) {
    List<String> unverifying =
        facts.clients().stream()
            .filter(NoUnverifyingClient::isUnverifying)
            .map(Client::toString)
            .toList();
    return unverifying.isEmpty()
        ? satisfied("none of " + facts.clients() + " is known to accept a wrong peer")
        : violatedAt("class path")
            .found(String.join(", ", unverifying) + ", which sends media to a wrong peer")
            .required("aws-java-sdk-kinesisvideo from 1.12.162, the KVS Producer SDK from 1.12.0")
            .remedy(
                "exclude it from the dependency that brings it; mvn dependency:tree shows which");
  }

  /** A client of unknown version is not accused of it. */
  private static boolean isUnverifying(Client client) {
    if (client.version().isEmpty()) {
      return false;
    }
    return switch (client.artifact()) {
      case "aws-java-sdk-kinesisvideo" -> client.isBefore(1, 12, 162);
      case NoOutdatedClient.PRODUCER_SDK -> client.isBefore(1, 9, 4);
      default -> false;
    };
  }
}
