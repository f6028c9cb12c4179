package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.renewal.SessionIssuer;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The role of a container: an ECS task role or EKS Pod Identity. Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html">container
 *     credential provider</a>
 */
final class ContainerRoleIssuer implements SessionIssuer {

  /** Answers to the relative addresses of ECS. */
  private static final URI ECS = URI.create("http://169.254.170.2");

  /** Loopback and the agents of ECS and EKS; nobody else is asked without TLS. */
  private static final Set<String> HOSTS =
      Set.of(
          "127.0.0.1", "localhost", "[::1]", "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]");

  private final MetadataHttp http = new MetadataHttp("the container's credential agent");
  private final Surroundings surroundings;
  private final URI address;

  /**
   * An issuer for the container that this process runs in.
   *
   * @param surroundings says where to ask
   * @throws IngestConfigurationException if they do not, or name a host that is no agent
   */
  ContainerRoleIssuer(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.address = address(surroundings);
  }

  private static URI address(Surroundings surroundings) {
    Optional<String> relative = surroundings.variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
    Optional<String> full = surroundings.variable("AWS_CONTAINER_CREDENTIALS_FULL_URI");
    if (relative.isEmpty() && full.isEmpty()) {
      throw new IngestConfigurationException(
          "no container role: neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor"
              + " AWS_CONTAINER_CREDENTIALS_FULL_URI is set");
    }
    try {
      URI address = relative.map(ECS::resolve).orElseGet(() -> URI.create(full.orElseThrow()));
      if ("http".equals(address.getScheme())
          && address.getHost() != null
          && HOSTS.contains(address.getHost())) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // The same complaint as for an address of somebody else.
    }
    throw new IngestConfigurationException(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI or _RELATIVE_URI leads to a host that is no credential"
            + " agent; admitted are http and "
            + HOSTS);
  }

  @Override
  public SessionCredentials issue() {
    Map<String, String> header =
        authorization().map(token -> Map.of("Authorization", token)).orElse(Map.of());
    return http.read(http.send("GET", address, header));
  }

  /** Read anew each time: the agent of EKS replaces the file. */
  private Optional<String> authorization() {
    Optional<String> file = surroundings.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    Optional<String> token = surroundings.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN");
    try {
      Optional<String> read =
          file.isEmpty()
              ? token
              : Optional.of(Files.readString(Path.of(file.get()), StandardCharsets.US_ASCII));
      return read.map(String::strip)
          .map(
              text -> {
                if (text.matches("[ -~]{1,16384}")) {
                  return text;
                }
                throw http.none("was to be shown a token that no header may hold");
              });
    } catch (IOException e) {
      throw http.none("was to be shown a token file that cannot be read");
    }
  }

  @Override
  public void close() {}
}
