package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.Facts.EndpointUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.stream.AwsRegion;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * NET-02: the host is one of KVS in the Region. A planted endpoint would get signed headers and
 * media.
 *
 * @see <a href="https://docs.aws.amazon.com/general/latest/gr/akv.html">KVS endpoints and
 *     quotas</a>
 */
final class KvsHost implements Rule<EndpointUse> {

  @Override
  public Control control() {
    return Control.NET_02;
  }

  @Override
  public Decision evaluate(EndpointUse facts, SecurityPolicy policy) {
    String host = facts.uri().getHost() == null ? "" : facts.uri().getHost();
    if (isKvsHost(host, facts.region())) {
      return satisfied(host);
    }
    if (Loopback.isOptedInto(facts)) {
      return notEvaluated(Loopback.reason(facts));
    }
    return violatedAt(facts.purpose())
        .found(Loopback.printable(facts.uri()))
        .required(
            "a host of KVS in "
                + facts.region()
                + ", such as s-0123abcd.kinesisvideo."
                + facts.region()
                + "."
                + facts.region().partition().dnsSuffix())
        .remedy(
            host.endsWith(".")
                ? "write the name without the dot at its end: neither certificates nor TLS know a"
                    + " name with one"
                : "leave the endpoint to AWS, and remove AWS_ENDPOINT_URL and endpoint_url from"
                    + " environment and profile");
  }

  /** Control plane, or data plane as GetDataEndpoint names it: {@code s-} or {@code b-} and hex. */
  static boolean isKvsHost(String host, AwsRegion region) {
    String name = host.toLowerCase(Locale.ROOT);
    String suffixes =
        Pattern.quote(region.partition().dnsSuffix())
            + "|"
            + Pattern.quote(region.partition().dualStackDnsSuffix());
    return name.matches(
        "(?:[sb]-[0-9a-f]{8,32}\\.)?kinesisvideo(?:-fips)?\\."
            + Pattern.quote(region.id())
            + "\\.(?:"
            + suffixes
            + ")");
  }
}
