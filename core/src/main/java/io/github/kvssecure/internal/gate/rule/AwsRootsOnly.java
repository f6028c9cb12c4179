package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.IotFacts.Anchor;
import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceTrust;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.stream.Partition;
import java.util.List;
import java.util.Set;

/**
 * IOT-03: a device trusts the roots of AWS and no others, so that no other authority in the world
 * can vouch for a false credentials provider. Leaf and intermediate certificates are not pinned:
 * AWS advises against it.
 *
 * @see <a href="https://docs.aws.amazon.com/iot/latest/developerguide/server-authentication.html">
 *     server authentication in AWS IoT</a>, and <a
 *     href="https://www.amazontrust.com/repository/">Amazon Trust Services</a> for the hashes
 */
final class AwsRootsOnly implements Rule<DeviceTrust> {

  /** Partitions whose roots are published by Amazon Trust Services. */
  private static final Set<Partition> KNOWN = Set.of(Partition.AWS, Partition.AWS_US_GOV);

  @Override
  public Control control() {
    return Control.IOT_03;
  }

  @Override
  public Decision evaluate(DeviceTrust facts, SecurityPolicy policy) {
    if (facts.loopback().isPresent()) {
      return notEvaluated(
          "a stand-in on this machine was opted into: " + facts.loopback().get().reason());
    }
    if (!KNOWN.contains(facts.region().partition())) {
      return notEvaluated(
          "the roots of partition " + facts.region().partition().id() + " are not known here");
    }
    List<String> foreign =
        facts.anchors().stream()
            .filter(anchor -> !AmazonRoots.SHA256.contains(anchor.sha256()))
            .map(Anchor::name)
            .sorted()
            .toList();
    if (foreign.isEmpty() && !facts.anchors().isEmpty()) {
      return satisfied(facts.anchors().size() + " roots of AWS");
    }
    return violatedAt("trust of device " + facts.thing())
        .found(
            foreign.isEmpty()
                ? "no certificate authority"
                : foreign.size() + " others, such as " + foreign.get(0))
        .required("Amazon Root CA 1 to 4 and Starfield Services Root CA G2, and no others")
        .remedy("update the JVM's trust store, from which the roots of AWS are taken");
  }
}
