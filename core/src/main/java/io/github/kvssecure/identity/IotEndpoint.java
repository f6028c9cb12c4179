package io.github.kvssecure.identity;

import java.net.URI;
import java.util.Objects;

/**
 * Where the AWS IoT credentials provider of an account is reached. Immutable. Its shape is judged
 * by {@code IOT-01}, not here.
 *
 * @param uri for example {@code https://c2sakl5huz0afv.credentials.iot.eu-central-1.amazonaws.com}
 * @see <a href="https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html">
 *     Authorizing direct calls to AWS services</a>: {@code aws iot describe-endpoint
 *     --endpoint-type iot:CredentialProvider} prints the host
 */
public record IotEndpoint(URI uri) {

  /** Requires a URI. */
  public IotEndpoint {
    Objects.requireNonNull(uri, "uri");
  }

  /**
   * The endpoint with this host name, or at this URI.
   *
   * @param hostOrUri a host name as {@code describe-endpoint} prints it, or an https URI
   * @return the endpoint
   * @throws IllegalArgumentException if it is no URI
   */
  public static IotEndpoint of(String hostOrUri) {
    return new IotEndpoint(
        URI.create(hostOrUri.contains("://") ? hostOrUri : "https://" + hostOrUri));
  }

  @Override
  public String toString() {
    return uri.getScheme() + "://" + uri.getHost();
  }
}
