package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.renewal.SessionIssuer;
import java.net.URI;
import java.util.Map;

/**
 * The role of an EC2 instance, by version 2 of the metadata service. Thread-safe. There is no
 * fallback to version 1: without a token nothing is asked.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html">instance
 *     metadata</a>
 */
final class InstanceRoleIssuer implements SessionIssuer {

  /** The link-local address of the service. */
  static final URI ADDRESS = URI.create("http://169.254.169.254");

  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";

  /** Long enough for two further requests, short enough to be of no use afterwards. */
  private static final Map<String, String> TOKEN_LIFE =
      Map.of("X-aws-ec2-metadata-token-ttl-seconds", "60");

  private final MetadataHttp http = new MetadataHttp("the instance metadata service");
  private final URI address;

  /**
   * An issuer.
   *
   * @param address of the service
   */
  InstanceRoleIssuer(URI address) {
    this.address = address;
  }

  @Override
  public SessionCredentials issue() {
    String token = http.send("PUT", address.resolve("/latest/api/token"), TOKEN_LIFE).strip();
    if (!token.matches("[!-~]{1,4096}")) {
      throw http.none("answered with something that is no token");
    }
    Map<String, String> authorised = Map.of("X-aws-ec2-metadata-token", token);
    String role = http.send("GET", address.resolve(ROLES), authorised).strip();
    if (!role.matches("[\\w+=,.@-]{1,64}")) {
      throw http.none("names no role");
    }
    return http.read(http.send("GET", address.resolve(ROLES + role), authorised));
  }

  @Override
  public void close() {}
}
