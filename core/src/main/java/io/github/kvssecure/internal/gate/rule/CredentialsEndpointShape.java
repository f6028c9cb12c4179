package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.Facts.EndpointUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.stream.AwsRegion;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * IOT-01: device credentials come from a host of the AWS IoT credentials provider in the Region. A
 * planted endpoint could hand out credentials of somebody else, whose stream would get the media.
 *
 * @see <a href="https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html">
 *     the credentials provider</a>
 */
final class CredentialsEndpointShape implements Rule<EndpointUse> {

  @Override
  public Control control() {
    return Control.IOT_01;
  }

  @Override
  public Decision evaluate(EndpointUse facts, SecurityPolicy policy) {
    URI uri = facts.uri();
    boolean bare =
        "https".equalsIgnoreCase(uri.getScheme())
            && uri.getRawUserInfo() == null
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null
            && (uri.getRawPath() == null || uri.getRawPath().matches("/?"));
    if (bare && Loopback.isOptedInto(facts)) {
      return notEvaluated(Loopback.reason(facts));
    }
    boolean port443 = uri.getPort() == -1 || uri.getPort() == 443;
    if (bare && port443 && uri.getHost() != null && isProvider(uri.getHost(), facts.region())) {
      return satisfied(uri.getHost());
    }
    return violatedAt(facts.purpose())
        .found(Loopback.printable(uri))
        .required("https, port 443, no path, and the host " + example(facts.region()))
        .remedy(
            "IotEndpoint.of(\""
                + example(facts.region())
                + "\"), with the host that an administrator gets from: aws iot describe-endpoint"
                + " --endpoint-type iot:CredentialProvider --region "
                + facts.region());
  }

  /** An account's own host, or the FIPS host that all accounts share. */
  private static boolean isProvider(String host, AwsRegion region) {
    String place =
        Pattern.quote(region.id()) + "\\." + Pattern.quote(region.partition().dnsSuffix());
    return host.toLowerCase(Locale.ROOT)
        .matches(
            "[a-z0-9]{1,63}\\.credentials\\.iot\\."
                + place
                + "|data\\.credentials\\.iot-fips\\."
                + place);
  }

  private static String example(AwsRegion region) {
    return "PREFIX.credentials.iot." + region + "." + region.partition().dnsSuffix();
  }
}
