package io.github.kvssecure.identity;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Where session credentials come from. Immutable; made by the factories below.
 *
 * <p>Security: a source is judged by what it gives. Long-term keys are refused by {@code IAM-02}
 * wherever they come from. Not protected: what the role behind the credentials may do beyond this
 * library.
 */
public sealed interface CredentialSource {

  /**
   * Any provider of the AWS SDK for Java 2.x.
   *
   * @param provider asked for credentials whenever some are needed; it caches and renews by itself
   */
  record Provided(AwsCredentialsProvider provider) implements CredentialSource {
    /** Requires a provider. */
    public Provided {
      Objects.requireNonNull(provider, "provider");
    }

    @Override
    public String toString() {
      return "Provided[" + provider.getClass().getSimpleName() + "]";
    }
  }

  /**
   * A role that is assumed through STS.
   *
   * @param role the role
   * @param sessionName names the device in CloudTrail: 2 to 64 of {@code a-z A-Z 0-9 _ + = , . @ -}
   * @param duration 15 minutes to 12 hours
   * @param base signs the AssumeRole call
   * @see <a
   *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>
   */
  record AssumedRole(RoleArn role, String sessionName, Duration duration, CredentialSource base)
      implements CredentialSource {

    private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");

    /**
     * Checks name and duration.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public AssumedRole {
      Objects.requireNonNull(role, "role");
      Objects.requireNonNull(base, "base");
      if (!SESSION_NAME.matcher(sessionName).matches()) {
        throw new IllegalArgumentException(
            "role session name must be 2 to 64 of a-z A-Z 0-9 _ + = , . @ -");
      }
      if (duration.compareTo(Duration.ofMinutes(15)) < 0
          || duration.compareTo(Duration.ofHours(12)) > 0) {
        throw new IllegalArgumentException(
            "role session duration must be 15 minutes to 12 hours, found " + duration);
      }
    }

    /**
     * The same role for another length of time.
     *
     * @param value 15 minutes to 12 hours
     * @return a new source
     * @throws IllegalArgumentException if {@code value} is out of range
     */
    public AssumedRole lasting(Duration value) {
      return new AssumedRole(role, sessionName, value, base);
    }
  }

  /**
   * The role that AWS IoT gives to a device that shows its certificate.
   *
   * @param endpoint the account's credentials provider
   * @param alias names the role at AWS IoT
   * @param device shows its certificate
   * @param expectedRole the role that must come of it ({@code IOT-09}), where it is known
   * @see <a
   *     href="https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html">Authorizing
   *     direct calls to AWS services</a>
   */
  record IotCertificate(
      IotEndpoint endpoint, RoleAlias alias, Device device, Optional<RoleArn> expectedRole)
      implements CredentialSource {
    /** Requires all. */
    public IotCertificate {
      Objects.requireNonNull(endpoint, "endpoint");
      Objects.requireNonNull(alias, "alias");
      Objects.requireNonNull(device, "device");
      Objects.requireNonNull(expectedRole, "expectedRole");
    }

    /**
     * The same source, of which this role must come.
     *
     * @param role what the role alias points to
     * @return a copy
     */
    public IotCertificate expectingRole(RoleArn role) {
      return new IotCertificate(endpoint, alias, device, Optional.of(role));
    }
  }

  /**
   * Credentials from a provider of the AWS SDK for Java 2.x, such as the one for instance profiles
   * or containers.
   *
   * @param provider asked whenever credentials are needed
   * @return the source
   */
  static CredentialSource of(AwsCredentialsProvider provider) {
    return new Provided(provider);
  }

  /**
   * A role assumed for one hour.
   *
   * @param role the role
   * @param sessionName names the device in CloudTrail
   * @param base signs the AssumeRole call
   * @return the source
   * @throws IllegalArgumentException if {@code sessionName} is no role session name
   */
  static AssumedRole assumeRole(RoleArn role, String sessionName, CredentialSource base) {
    return new AssumedRole(role, sessionName, Duration.ofHours(1), base);
  }

  /**
   * The role that AWS IoT gives to a device that shows its certificate. Name the role with {@link
   * IotCertificate#expectingRole} so that a role alias that was pointed elsewhere is noticed.
   *
   * @param endpoint the account's credentials provider
   * @param alias names the role at AWS IoT
   * @param device shows its certificate
   * @return the source
   */
  static IotCertificate iot(IotEndpoint endpoint, RoleAlias alias, Device device) {
    return new IotCertificate(endpoint, alias, device, Optional.empty());
  }
}
