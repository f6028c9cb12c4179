package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.Facts.EndpointUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.Partition;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * NET-10: where the policy asks for FIPS endpoints, the host is one: of KVS, KMS, STS, of the
 * credentials provider of AWS IoT, or of IAM Identity Center.
 *
 * @see <a href="https://docs.aws.amazon.com/general/latest/gr/akv.html">KVS</a>, <a
 *     href="https://docs.aws.amazon.com/general/latest/gr/kms.html">KMS</a>, <a
 *     href="https://docs.aws.amazon.com/general/latest/gr/sts.html">STS: in GovCloud the regular
 *     host is the FIPS host</a>, <a
 *     href="https://docs.aws.amazon.com/iot/latest/developerguide/iot-connect-fips.html">AWS
 *     IoT</a>, <a href="https://docs.aws.amazon.com/general/latest/gr/sso.html">IAM Identity
 *     Center: as STS</a>
 */
final class FipsEndpoint implements Rule<EndpointUse> {

  @Override
  public Control control() {
    return Control.NET_10;
  }

  @Override
  public Decision evaluate(EndpointUse facts, SecurityPolicy policy) {
    if (!policy.network().requiresFips()) {
      return notEvaluated("the policy asks for no FIPS endpoint");
    }
    if (isFips(facts)) {
      return satisfied(Loopback.printable(facts.uri()));
    }
    if (Loopback.isOptedInto(facts)) {
      return notEvaluated(Loopback.reason(facts));
    }
    return violatedAt(facts.purpose())
        .found(Loopback.printable(facts.uri()))
        .required("a FIPS host of the service in " + facts.region())
        .remedy(remedy(facts));
  }

  static String remedy(EndpointUse facts) {
    String host = String.valueOf(facts.uri().getHost());
    if (host.contains(".credentials.iot.")) {
      return "IotEndpoint.of(\"data.credentials.iot-fips." + place(facts.region()) + "\")";
    }
    return host.startsWith("portal.sso.") || host.startsWith("oidc.")
        ? "CredentialSource.instanceRole() or another source than IAM Identity Center, which has FIPS"
            + " endpoints in AWS GovCloud (US)"
        : "KVS has FIPS endpoints in us-gov-west-1 and us-gov-east-1 only: build the producer for"
            + " one of them, or do not ask for NetworkPolicy.fips()";
  }

  static boolean isFips(EndpointUse facts) {
    String regular =
        facts.region().partition() == Partition.AWS_US_GOV ? "|sts|portal\\.sso|oidc" : "";
    String host = String.valueOf(facts.uri().getHost()).toLowerCase(Locale.ROOT);
    return host.matches("(.+\\.)?kinesisvideo-fips\\..+")
        || host.matches(
            "(kms-fips|sts-fips|data\\.credentials\\.iot-fips"
                + regular
                + ")\\."
                + Pattern.quote(place(facts.region())));
  }

  private static String place(AwsRegion region) {
    return region.id() + "." + region.partition().dnsSuffix();
  }
}
