package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.stream.IngestConfigurationException;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProcessCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;

/**
 * The SDK's providers for profiles and programs, configured so that nothing else decides for them.
 * Thread-safe.
 */
final class SdkProviders {

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
   * The provider of a profile that has keys or names a program; roles and IAM Identity Center are
   * this library's own.
   *
   * @param source names the profile
   * @return a provider
   * @throws IngestConfigurationException if there is no such profile
   */
  AwsCredentialsProvider profile(CredentialSource.Profile source) {
    if (surroundings.profileFile().profile(source.name()).isEmpty()) {
      throw new IngestConfigurationException(
          "there is no profile '"
              + source.name()
              + "' in the shared configuration files; AWS_CONFIG_FILE and"
              + " AWS_SHARED_CREDENTIALS_FILE say where they are");
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
