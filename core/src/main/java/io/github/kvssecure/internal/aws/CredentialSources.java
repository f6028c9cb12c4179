package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.MetadataReader;
import io.github.kvssecure.stream.AwsRegion;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProcessCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;

/** What can be said of a credential source without asking anybody. Thread-safe. */
public final class CredentialSources {

  private static final String LONG_TERM_PREFIX = "AKIA";

  /**
   * Of the SDK's providers those that ask nobody, or somebody else. Not those of STS: what signs
   * their calls is the application's to choose.
   */
  private static final Set<Class<?>> READ_NO_METADATA =
      Set.of(
          StaticCredentialsProvider.class,
          AnonymousCredentialsProvider.class,
          EnvironmentVariableCredentialsProvider.class,
          SystemPropertyCredentialsProvider.class,
          ProcessCredentialsProvider.class,
          ContainerCredentialsProvider.class);

  private final Surroundings surroundings;

  /**
   * Sources of this process.
   *
   * @param surroundings where keys and settings are looked up
   */
  public CredentialSources(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * The keys that a source holds itself, or that the base of an assumed role holds. No network, no
   * file is touched.
   *
   * @param source any
   * @return the keys of a {@link StaticCredentialsProvider}; empty for every other provider, which
   *     says nothing about what it will give
   */
  public static Optional<SessionCredentials> literalCredentials(CredentialSource source) {
    if (source instanceof CredentialSource.AssumedRole role) {
      return literalCredentials(role.base());
    }
    return source instanceof CredentialSource.Provided provided
            && provided.provider() instanceof StaticCredentialsProvider literal
        ? ProvidedCredentials.read(literal.resolveCredentials())
        : Optional.empty();
  }

  /**
   * Where long-term keys of a source are written down, as far as that shows beforehand. Files are
   * read, nobody is asked.
   *
   * @param source any
   * @return the place in plain words, or empty if none shows
   */
  public Optional<String> longTermKeysOf(CredentialSource source) {
    if (source instanceof CredentialSource.AssumedRole role) {
      return longTermKeysOf(role.base());
    }
    if (source instanceof CredentialSource.Profile profile) {
      return new ProfileChain(surroundings, profile.name()).longTermKeys();
    }
    if (source instanceof CredentialSource.Provided provided) {
      Optional<String> behindProfile =
          ProfileChain.of(surroundings, provided.provider()).flatMap(ProfileChain::longTermKeys);
      if (behindProfile.isPresent()) {
        return behindProfile;
      }
      if (provided.provider() instanceof EnvironmentVariableCredentialsProvider) {
        return new KeyPlaces(surroundings).longTermKeysInVariables();
      }
    }
    return literalCredentials(source)
        .filter(CredentialSources::isLongTerm)
        .map(keys -> "a StaticCredentialsProvider of the application");
  }

  /**
   * Where IAM Identity Center is that a source, or the base of an assumed role, is a profile of.
   *
   * @param source any
   * @return its Region; empty if it is none
   * @throws io.github.kvssecure.stream.IngestConfigurationException if it is one and incomplete
   */
  public Optional<AwsRegion> identityCenterOf(CredentialSource source) {
    if (source instanceof CredentialSource.AssumedRole role) {
      return identityCenterOf(role.base());
    }
    if (!(source instanceof CredentialSource.Profile named)) {
      return Optional.empty();
    }
    ProfileFile file = surroundings.profileFile();
    return file.profile(named.name())
        .filter(IdentityCenterProfile::describes)
        .map(profile -> IdentityCenterProfile.read(file, profile).region());
  }

  /**
   * Where credentials that a source gave are written down.
   *
   * @param credentials as given
   * @return the place of long-term keys, or of session keys in system properties, in plain words
   */
  public Optional<String> placeOf(SessionCredentials credentials) {
    Optional<String> place = new KeyPlaces(surroundings).of(credentials.accessKeyId());
    if (isLongTerm(credentials)) {
      return Optional.of(place.orElse("the provider that the application made"));
    }
    return place.filter(text -> text.contains("system property"));
  }

  private static boolean isLongTerm(SessionCredentials credentials) {
    return credentials.sessionToken().isEmpty()
        || credentials.accessKeyId().startsWith(LONG_TERM_PREFIX);
  }

  /**
   * How a source reads instance metadata.
   *
   * @param source any
   * @return who reads it
   */
  public MetadataReader metadataReader(CredentialSource source) {
    if (source instanceof CredentialSource.AssumedRole role) {
      return metadataReader(role.base());
    }
    if (source instanceof CredentialSource.InstanceRole) {
      return MetadataReader.VERSION_2_ONLY;
    }
    if (source instanceof CredentialSource.Provided provided) {
      return metadataReader(provided.provider());
    }
    return source instanceof CredentialSource.Profile profile
        ? ofProfile(new ProfileChain(surroundings, profile.name()))
        : MetadataReader.NONE;
  }

  private MetadataReader metadataReader(AwsCredentialsProvider provider) {
    if (provider instanceof ProfileCredentialsProvider) {
      return ProfileChain.of(surroundings, provider)
          .map(this::ofProfile)
          .orElse(MetadataReader.UNKNOWN);
    }
    if (provider instanceof InstanceProfileCredentialsProvider
        || provider instanceof DefaultCredentialsProvider
        || provider instanceof AwsCredentialsProviderChain) {
      return ofTheSdk(ProfileChain.ofThisProcess(surroundings));
    }
    return READ_NO_METADATA.contains(provider.getClass())
        ? MetadataReader.NONE
        : MetadataReader.UNKNOWN;
  }

  private MetadataReader ofProfile(ProfileChain chain) {
    return chain.profiles().stream()
        .filter(profile -> ProfileChain.takes(profile, "Ec2InstanceMetadata"))
        .findFirst()
        .map(reader -> ofTheSdk(new ProfileChain(surroundings, reader.name())))
        .orElse(MetadataReader.NONE);
  }

  /** The profile in use has its say where neither property nor variable is set. */
  private MetadataReader ofTheSdk(ProfileChain inUse) {
    boolean turnedOff =
        surroundings
            .property("aws.disableEc2MetadataV1")
            .or(() -> surroundings.variable("AWS_EC2_METADATA_V1_DISABLED"))
            .or(
                () ->
                    inUse.profiles().stream()
                        .findFirst()
                        .flatMap(p -> p.property(ProfileProperty.EC2_METADATA_V1_DISABLED)))
            .filter("true"::equalsIgnoreCase)
            .isPresent();
    return turnedOff ? MetadataReader.TURNED_OFF : MetadataReader.MAY_FALL_BACK;
  }
}
