package io.github.kvssecure.identity;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Where session credentials come from. Immutable; made by the factories below.
 *
 * <p>Security: a source is judged by what it gives. Long-term keys are refused by {@code IAM-02}
 * and {@code IAM-06} wherever they come from. Sessions that this library asks STS for are narrowed
 * to the one stream they are used for ({@code IAM-08}); of other sources nobody here can tell what
 * their credentials allow.
 */
public sealed interface CredentialSource {

  /**
   * What it is.
   *
   * @return the kind, for the list that a policy admits
   */
  CredentialKind kind();

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
    public CredentialKind kind() {
      return CredentialKind.PROVIDER;
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
   * @param session name, length and source identity of its sessions
   * @param base signs the AssumeRole call
   * @see <a
   *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>
   */
  record AssumedRole(RoleArn role, RoleSession session, CredentialSource base)
      implements CredentialSource {

    /**
     * Checks the one-hour limit of role chaining.
     *
     * @throws IllegalArgumentException if {@code base} is a session that STS made for a role, and
     *     the session is to last longer than an hour
     */
    public AssumedRole {
      Objects.requireNonNull(role, "role");
      Objects.requireNonNull(base, "base");
      boolean chained = base instanceof AssumedRole || base instanceof WebIdentity;
      if (chained && session.duration().compareTo(RoleSession.LONGEST_CHAINED) > 0) {
        throw new IllegalArgumentException(
            "a role that is assumed by a session of another role lasts one hour at most, found "
                + session.duration()
                + "; write .lasting(Duration.ofHours(1))");
      }
    }

    @Override
    public CredentialKind kind() {
      return CredentialKind.ASSUMED_ROLE;
    }

    /**
     * The same role for another length of time.
     *
     * @param value 15 minutes to 12 hours, and no longer than the role's own maximum
     * @return a new source
     * @throws IllegalArgumentException if {@code value} is out of range
     */
    public AssumedRole lasting(Duration value) {
      return new AssumedRole(role, session.lasting(value), base);
    }

    /**
     * The same role with a source identity, which CloudTrail shows on every call and which stays
     * through role chaining.
     *
     * @param value 2 to 64 of {@code a-z A-Z 0-9 _ + = , . @ -}; the role's trust policy must allow
     *     {@code sts:SetSourceIdentity}
     * @return a new source
     * @throws IllegalArgumentException if {@code value} is no source identity
     */
    public AssumedRole withSourceIdentity(String value) {
      return new AssumedRole(role, session.withSourceIdentity(value), base);
    }

    /**
     * The same role with the external id that its trust policy asks for, as of a customer who lets
     * a vendor's cameras into an account. Not a secret.
     *
     * @param value 2 to 1224 of {@code a-z A-Z 0-9 _ + = , . @ : / -}
     * @return a new source
     * @throws IllegalArgumentException if {@code value} is no external id
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">the
     *     confused deputy problem</a>
     */
    public AssumedRole withExternalId(String value) {
      return new AssumedRole(role, session.withExternalId(value), base);
    }
  }

  /**
   * A role that is assumed with a token file, as IAM roles for service accounts (IRSA) do.
   *
   * @param role the role
   * @param session name and length of its sessions
   * @param tokenFile read anew for each session, because Kubernetes replaces it
   * @see <a
   *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html">AssumeRoleWithWebIdentity</a>
   */
  record WebIdentity(RoleArn role, RoleSession session, Path tokenFile)
      implements CredentialSource {
    /**
     * Requires all three.
     *
     * @throws IllegalArgumentException if the session has a source identity, which comes from the
     *     token here, or an external id, which there is none of
     */
    public WebIdentity {
      Objects.requireNonNull(role, "role");
      if (session.sourceIdentity().isPresent() || session.externalId().isPresent()) {
        throw new IllegalArgumentException(
            "AssumeRoleWithWebIdentity takes neither source identity nor external id; leave them out");
      }
      Objects.requireNonNull(session, "session");
      Objects.requireNonNull(tokenFile, "tokenFile");
    }

    @Override
    public CredentialKind kind() {
      return CredentialKind.WEB_IDENTITY;
    }

    /**
     * The same role for another length of time.
     *
     * @param value 15 minutes to 12 hours, and no longer than the role's own maximum
     * @return a new source
     * @throws IllegalArgumentException if {@code value} is out of range
     */
    public WebIdentity lasting(Duration value) {
      return new WebIdentity(role, session.lasting(value), tokenFile);
    }
  }

  /** The role of this EC2 instance, read from its metadata service by version 2 only. */
  record InstanceRole() implements CredentialSource {
    @Override
    public CredentialKind kind() {
      return CredentialKind.INSTANCE_ROLE;
    }
  }

  /** The role of this container: an ECS task role or EKS Pod Identity. */
  record ContainerRole() implements CredentialSource {
    @Override
    public CredentialKind kind() {
      return CredentialKind.CONTAINER_ROLE;
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

    @Override
    public CredentialKind kind() {
      return CredentialKind.IOT_CERTIFICATE;
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
   * A profile of the shared configuration files.
   *
   * @param name of the profile
   */
  record Profile(String name) implements CredentialSource {
    /** Requires a name. */
    public Profile {
      if (name.isBlank()) {
        throw new IllegalArgumentException("a profile needs a name");
      }
    }

    @Override
    public CredentialKind kind() {
      return CredentialKind.PROFILE;
    }
  }

  /**
   * A program that prints credentials. Only its path is shown in messages: arguments can be secret.
   *
   * @param command the program and its arguments; no shell is involved
   */
  record Command(List<String> command) implements CredentialSource {
    /** Requires the absolute path of a program, so that no directory decides which one runs. */
    public Command {
      command = List.copyOf(command);
      if (command.isEmpty() || command.get(0).isBlank()) {
        throw new IllegalArgumentException("a credential process needs the path of a program");
      }
      if (!Path.of(command.get(0)).isAbsolute()) {
        throw new IllegalArgumentException(
            "the program of a credential process has an absolute path, found " + command.get(0));
      }
    }

    @Override
    public CredentialKind kind() {
      return CredentialKind.PROCESS;
    }

    @Override
    public String toString() {
      return "Command[" + command.get(0) + "]";
    }
  }

  /**
   * Credentials from a provider of the AWS SDK for Java 2.x that says when they end.
   *
   * <p>Those of the SDK for instances, containers and IAM Identity Center, and the default chain
   * where it ends in one of them, do not (2.40.2), so that {@code IAM-05} refuses them under {@code
   * strict()}; write {@link #instanceRole}, {@link #containerRole} or {@link #profile}.
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
    return new AssumedRole(role, RoleSession.named(sessionName), base);
  }

  /**
   * A role assumed with a token file for one hour, for example in a pod of EKS: the role of {@code
   * AWS_ROLE_ARN} and the file of {@code AWS_WEB_IDENTITY_TOKEN_FILE}.
   *
   * @param role the role
   * @param sessionName names the device in CloudTrail
   * @param tokenFile holds the token
   * @return the source
   * @throws IllegalArgumentException if {@code sessionName} is no role session name
   */
  static WebIdentity webIdentity(RoleArn role, String sessionName, Path tokenFile) {
    return new WebIdentity(role, RoleSession.named(sessionName), tokenFile);
  }

  /**
   * The role of this EC2 instance, by version 2 of the metadata service only.
   *
   * @return the source
   * @see <a
   *     href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html">instance
   *     metadata</a>
   */
  static CredentialSource instanceRole() {
    return new InstanceRole();
  }

  /**
   * The role of this container.
   *
   * @return the source
   * @see <a
   *     href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html">container
   *     credential provider</a>
   */
  static CredentialSource containerRole() {
    return new ContainerRole();
  }

  /**
   * A profile of the shared configuration files, for example of IAM Identity Center.
   *
   * <p>For IAM Identity Center this library asks the portal itself, with the token of {@code aws
   * sso login}; {@code software.amazon.awssdk:sso} and {@code :ssooidc} must be on the class path.
   * A profile that assumes a role is read as the {@link #assumeRole} or {@link #webIdentity} that
   * it means, with its external id, duration and base, and is of that kind to the policy. Without
   * {@code role_session_name} its sessions are called after the profile.
   *
   * @param name of the profile
   * @return the source
   */
  static CredentialSource profile(String name) {
    return new Profile(name);
  }

  /**
   * A program that prints credentials, for example the helper of IAM Roles Anywhere.
   *
   * @param program an absolute path
   * @param arguments passed on as they are
   * @return the source
   * @throws IllegalArgumentException if the path is relative
   * @see <a
   *     href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html">process
   *     credential provider</a>
   */
  static CredentialSource credentialProcess(Path program, String... arguments) {
    List<String> command = new java.util.ArrayList<>();
    command.add(program.toString());
    command.addAll(List.of(arguments));
    return new Command(command);
  }

  /**
   * The role that AWS IoT gives to a device that shows its certificate. Name the role with {@link
   * IotCertificate#expectingRole} so that a role alias that was pointed elsewhere is noticed;
   * {@code strict()} builds no producer without it ({@code IOT-09}).
   *
   * <p>After five refusals in a row AWS IoT is no longer asked, until the producer is built anew
   * ({@code IOT-10}): a device that was revoked does not hammer.
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
