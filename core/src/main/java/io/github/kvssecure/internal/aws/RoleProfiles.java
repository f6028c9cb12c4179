package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.CredentialSource.AssumedRole;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;

/**
 * Reads profiles that assume a role as what they mean, so that this library asks STS itself: over
 * its own TLS, narrowed to the stream, and with a base that is judged. Files are read when asked;
 * nobody is called. Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html">assume
 *     role credential provider</a>
 */
public final class RoleProfiles {

  /** As long as a role session name may be. */
  private static final int NAME_LENGTH = 64;

  /** Each says who signs for the role; of two, nobody could tell which is meant. */
  private static final List<String> SIGNERS =
      List.of(
          ProfileProperty.SOURCE_PROFILE,
          ProfileProperty.CREDENTIAL_SOURCE,
          ProfileProperty.WEB_IDENTITY_TOKEN_FILE);

  private final Surroundings surroundings;

  /**
   * Those of a machine.
   *
   * @param surroundings where the shared configuration files are
   */
  public RoleProfiles(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * The source itself, with the roles of profiles spelled out.
   *
   * @param source any
   * @return the source that is meant; the same if no profile in it assumes a role
   * @throws IngestConfigurationException if such a profile cannot be followed
   */
  public CredentialSource spelledOut(CredentialSource source) {
    return spelledOut(source, Set.of());
  }

  private CredentialSource spelledOut(CredentialSource source, Set<String> seen) {
    if (source instanceof AssumedRole role) {
      CredentialSource base = spelledOut(role.base(), seen);
      return base.equals(role.base()) ? role : overBase(role, base);
    }
    if (!(source instanceof CredentialSource.Profile named)) {
      return source;
    }
    ProfileFile file = surroundings.profileFile();
    Optional<Profile> profile =
        file.profile(named.name()).filter(p -> p.property(ProfileProperty.ROLE_ARN).isPresent());
    return profile.isPresent() ? read(file, profile.get(), seen) : source;
  }

  private static AssumedRole overBase(AssumedRole role, CredentialSource base) {
    try {
      return new AssumedRole(role.role(), role.session(), base);
    } catch (IllegalArgumentException e) {
      throw new IngestConfigurationException(
          "the base of "
              + role.role()
              + " is a profile that assumes a role itself: "
              + e.getMessage());
    }
  }

  private CredentialSource read(ProfileFile file, Profile profile, Set<String> before) {
    Set<String> seen = new LinkedHashSet<>(before);
    if (!seen.add(profile.name())) {
      throw wrong(profile, "is its own source_profile, by way of " + before);
    }
    if (IdentityCenterProfile.describes(profile)) {
      throw wrong(
          profile,
          "is one of IAM Identity Center, too; name the sign-in in a profile of its own, and that as"
              + " source_profile");
    }
    if (profile.property(ProfileProperty.MFA_SERIAL).isPresent()) {
      throw wrong(profile, "asks for a code of mfa_serial, which nobody enters here");
    }
    if (SIGNERS.stream().filter(key -> profile.property(key).isPresent()).count() != 1) {
      throw wrong(profile, "needs one of " + String.join(", ", SIGNERS));
    }
    try {
      RoleArn role = RoleArn.of(profile.property(ProfileProperty.ROLE_ARN).orElseThrow());
      Optional<String> tokenFile = profile.property(ProfileProperty.WEB_IDENTITY_TOKEN_FILE);
      if (tokenFile.isPresent()) {
        if (profile.property(ProfileProperty.EXTERNAL_ID).isPresent()) {
          throw wrong(profile, "has an external_id, which no token file is used with");
        }
        CredentialSource.WebIdentity source =
            CredentialSource.webIdentity(role, sessionName(profile), Path.of(tokenFile.get()));
        return duration(profile).map(source::lasting).orElse(source);
      }
      AssumedRole source =
          CredentialSource.assumeRole(role, sessionName(profile), base(file, profile, seen));
      AssumedRole lasting = duration(profile).map(source::lasting).orElse(source);
      return profile
          .property(ProfileProperty.EXTERNAL_ID)
          .map(lasting::withExternalId)
          .orElse(lasting);
    } catch (IllegalArgumentException e) {
      throw wrong(profile, "cannot be used: " + e.getMessage());
    }
  }

  /** Whoever signs the call that assumes the role. */
  private CredentialSource base(ProfileFile file, Profile profile, Set<String> seen) {
    Optional<String> kind = profile.property(ProfileProperty.CREDENTIAL_SOURCE);
    if (kind.isPresent()) {
      return base(profile, kind.get());
    }
    String other = profile.property(ProfileProperty.SOURCE_PROFILE).orElseThrow();
    if (file.profile(other).isEmpty()) {
      throw wrong(profile, "has the source_profile '" + other + "', which there is not");
    }
    return spelledOut(CredentialSource.profile(other), seen);
  }

  private static CredentialSource base(Profile profile, String kind) {
    return switch (kind.toLowerCase(Locale.ROOT)) {
      case "ec2instancemetadata" -> CredentialSource.instanceRole();
      case "ecscontainer" -> CredentialSource.containerRole();
      case "environment" -> CredentialSource.of(EnvironmentVariableCredentialsProvider.create());
      default ->
          throw wrong(
              profile,
              "has a credential_source that is none of Ec2InstanceMetadata, EcsContainer and"
                  + " Environment");
    };
  }

  /** As the profile says, or else a name that CloudTrail shows to be of this profile. */
  private static String sessionName(Profile profile) {
    return profile
        .property(ProfileProperty.ROLE_SESSION_NAME)
        .orElseGet(
            () -> {
              String name = "profile-" + profile.name().replaceAll("[^a-zA-Z0-9_+=,.@-]", "-");
              return name.substring(0, Math.min(name.length(), NAME_LENGTH));
            });
  }

  private static Optional<Duration> duration(Profile profile) {
    Optional<String> seconds = profile.property(ProfileProperty.DURATION_SECONDS);
    try {
      return seconds.map(Long::parseLong).map(Duration::ofSeconds);
    } catch (NumberFormatException e) {
      throw wrong(profile, "has duration_seconds that are no number");
    }
  }

  private static IngestConfigurationException wrong(Profile profile, String how) {
    return new IngestConfigurationException(
        "profile '"
            + profile.name()
            + "' assumes a role, and "
            + how
            + "; correct it, or write CredentialSource.assumeRole(role, \"device-name\", base)");
  }
}
