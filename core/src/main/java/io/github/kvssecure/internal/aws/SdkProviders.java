package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.util.Locale;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProcessCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.utils.StringInputStream;

/**
 * The SDK's providers for the kinds of sources that machines offer, configured so that nothing else
 * decides for them. Thread-safe.
 */
final class SdkProviders {

  /** Turns version 1 off for the SDK, as its configuration file would. */
  private static final String ONLY_VERSION_2 = "[default]\nec2_metadata_v1_disabled = true\n";

  private static final String SSO_FACTORY =
      "software.amazon.awssdk.services.sso.auth.SsoProfileCredentialsProviderFactory";
  private static final String SSO_TOKENS =
      "software.amazon.awssdk.services.ssooidc.SsoOidcProfileTokenProviderFactory";

  /** The link-local address of the instance metadata service. */
  static final String METADATA_SERVICE = "http://169.254.169.254";

  private final Surroundings surroundings;
  private final String metadataService;

  /**
   * Providers.
   *
   * @param surroundings where settings are looked up
   * @param metadataService the address of the instance metadata service
   */
  SdkProviders(Surroundings surroundings, String metadataService) {
    this.surroundings = surroundings;
    this.metadataService = metadataService;
  }

  /**
   * The provider of an instance role.
   *
   * @return a provider that never falls back to version 1, and reads from the link-local address
   *     only
   * @throws IngestConfigurationException if a setting of the process would turn version 1 on
   */
  AwsCredentialsProvider instanceRole() {
    boolean turnedOn =
        surroundings
            .property("aws.disableEc2MetadataV1")
            .or(() -> surroundings.variable("AWS_EC2_METADATA_V1_DISABLED"))
            .filter(value -> !value.strip().toLowerCase(Locale.ROOT).equals("true"))
            .isPresent();
    if (turnedOn) {
      throw new IngestConfigurationException(
          "version 1 of the instance metadata service is turned on by aws.disableEc2MetadataV1 or"
              + " AWS_EC2_METADATA_V1_DISABLED, and version 2 is required: remove the setting, or set it"
              + " to true");
    }
    ProfileFile onlyVersion2 =
        ProfileFile.builder()
            .content(new StringInputStream(ONLY_VERSION_2))
            .type(ProfileFile.Type.CONFIGURATION)
            .build();
    return InstanceProfileCredentialsProvider.builder()
        .endpoint(metadataService)
        .profileFile(() -> onlyVersion2)
        .profileName("default")
        .build();
  }

  /**
   * The provider of a container role.
   *
   * @return a provider that the container's environment tells where to ask
   */
  AwsCredentialsProvider containerRole() {
    return ContainerCredentialsProvider.builder().build();
  }

  /**
   * The provider of a profile.
   *
   * @param source names the profile
   * @return a provider
   * @throws IngestConfigurationException if there is no such profile, or the class path lacks what
   *     it needs
   */
  AwsCredentialsProvider profile(CredentialSource.Profile source) {
    ProfileFile file = surroundings.profiles().get();
    Profile profile =
        file.profile(source.name())
            .orElseThrow(
                () ->
                    new IngestConfigurationException(
                        "there is no profile '"
                            + source.name()
                            + "' in the shared configuration files; AWS_CONFIG_FILE and"
                            + " AWS_SHARED_CREDENTIALS_FILE say where they are"));
    boolean identityCenter =
        profile.property("sso_session").isPresent()
            || profile.property("sso_start_url").isPresent();
    if (identityCenter
        && !(surroundings.classes().apply(SSO_FACTORY)
            && surroundings.classes().apply(SSO_TOKENS))) {
      throw new IngestConfigurationException(
          "profile '"
              + source.name()
              + "' is of IAM Identity Center; add software.amazon.awssdk:sso and"
              + " software.amazon.awssdk:ssooidc to the class path, in the version of the other modules");
    }
    return ProfileCredentialsProvider.builder()
        .profileFile(surroundings.profiles())
        .profileName(source.name())
        .build();
  }

  /**
   * The provider of a program.
   *
   * @param source names the program
   * @return a provider
   */
  AwsCredentialsProvider process(CredentialSource.Command source) {
    return ProcessCredentialsProvider.builder().command(source.command()).build();
  }
}
