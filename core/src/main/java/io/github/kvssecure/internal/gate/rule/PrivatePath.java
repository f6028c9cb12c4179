package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.internal.gate.rule.Facts.Handshake;
import io.github.kvssecure.internal.gate.rule.Facts.HandshakeDone;
import io.github.kvssecure.policy.AddressRange;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * NET-09: where the policy asks for a private path, every address the name had and the one that
 * answered lie within it. Names of VPC endpoints are not looked at: private DNS keeps the public
 * name.
 */
final class PrivatePath implements Rule<Handshake> {

  @Override
  public Control control() {
    return Control.NET_09;
  }

  @Override
  public Decision evaluate(Handshake facts, SecurityPolicy policy) {
    List<AddressRange> ranges = policy.network().privateRanges();
    if (ranges.isEmpty()) {
      return notEvaluated("the policy asks for no private path");
    }
    if (!(facts instanceof HandshakeDone done)) {
      return notEvaluated("the handshake did not get that far");
    }
    ConnectionEvidence evidence = done.evidence();
    if (evidence.route().proxy().isPresent()) {
      return violation(facts, "a proxy, which hides the address", ranges);
    }
    List<InetAddress> addresses = new ArrayList<>(evidence.route().resolved());
    InetAddress connected = evidence.remoteAddress().getAddress();
    if (connected == null) {
      return violation(facts, "an address that is not known", ranges);
    }
    addresses.add(connected);
    return addresses.stream()
        .filter(address -> ranges.stream().noneMatch(range -> range.contains(address)))
        .findFirst()
        .map(outside -> violation(facts, "the address " + outside.getHostAddress(), ranges))
        .orElseGet(() -> satisfied("connected to " + connected.getHostAddress()));
  }

  private Decision violation(Handshake facts, String found, List<AddressRange> ranges) {
    return violatedAt("connection to " + facts.host())
        .found(found)
        .required("addresses within " + ranges)
        .remedy(
            "nothing was sent; give the VPC an interface endpoint of the service"
                + " (com.amazonaws.REGION.kinesisvideo, kms, sts, iot.credentials) under its public"
                + " name, or name its subnets with"
                + " NetworkPolicy.strict().requiringPathWithin(AddressRange.of(...))");
  }
}
