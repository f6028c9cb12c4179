package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProcessCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;

/**
 * The SDK's providers for profiles and programs, configured so that nothing else decides for them.
 * Thread-safe.
 */
final class SdkProviders {

  private static final List<String> HTTP_CLIENTS =
      List.of(
          "software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient",
          "software.amazon.awssdk.http.apache.ApacheHttpClient",
          "software.amazon.awssdk.http.apache5.Apache5HttpClient",
          "software.amazon.awssdk.http.crt.AwsCrtHttpClient");

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
    requireHttpClient(profile);
    return ProfileCredentialsProvider.builder()
        .profileFile(surroundings.profiles())
        .profileName(source.name())
        .build();
  }

  /** A role is assumed by the SDK's own client, which wants an HTTP client of the SDK. */
  private void requireHttpClient(Profile profile) {
    Optional<String> role = profile.property(ProfileProperty.ROLE_ARN);
    if (role.isEmpty() || HTTP_CLIENTS.stream().anyMatch(surroundings.classes()::apply)) {
      return;
    }
    throw new IngestConfigurationException(
        "profile '"
            + profile.name()
            + "' assumes a role; write CredentialSource.assumeRole(RoleArn.of(\""
            + role.get()
            + "\"), \"device-name\", CredentialSource.profile(\""
            + profile.property(ProfileProperty.SOURCE_PROFILE).orElse("BASE")
            + "\")), whose sessions are narrowed, or add"
            + " software.amazon.awssdk:url-connection-client to the class path");
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
