package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.stream.IngestConfigurationException;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProcessCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * The SDK's providers for profiles and programs, configured so that nothing else decides for them.
 * Thread-safe.
 */
final class SdkProviders {

  private static final String SSO_FACTORY =
      "software.amazon.awssdk.services.sso.auth.SsoProfileCredentialsProviderFactory";
  private static final String SSO_TOKENS =
      "software.amazon.awssdk.services.ssooidc.SsoOidcProfileTokenProviderFactory";

  private final Surroundings surroundings;

  /**
   * Providers.
   *
   * @param surroundings where settings are looked up
   */
  SdkProviders(Surroundings surroundings) {
    this.surroundings = surroundings;
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
    ProfileFile file = surroundings.profileFile();
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
