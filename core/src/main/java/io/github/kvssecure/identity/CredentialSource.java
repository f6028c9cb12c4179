package io.github.kvssecure.identity;

import java.time.Duration;
import java.util.Objects;
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
}
