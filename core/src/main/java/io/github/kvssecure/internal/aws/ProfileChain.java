package io.github.kvssecure.internal.aws;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;

/**
 * A profile and those whose credentials it assumes its role with, as the SDK follows them. Files
 * and settings are read when asked; nobody is called. Thread-safe.
 *
 * @param surroundings where files and settings are
 * @param name of the first profile
 * @see <a
 *     href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html">assume
 *     role credential provider</a>
 */
record ProfileChain(Surroundings surroundings, String name) {

  /** The SDK keeps the name to itself but for its text; a test looks whether that stays so. */
  private static final Pattern NAME =
      Pattern.compile("ProfileCredentialsProvider\\(profileName=([^,)]+)[,)].*", Pattern.DOTALL);

  /** Each of these is asked before the profile. */
  private static final List<String> AHEAD_OF_PROFILES =
      List.of("AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE");

  /**
   * The profile that a provider of the SDK reads.
   *
   * @param surroundings where files and settings are
   * @param provider any
   * @return empty if it reads none, or does not say which
   */
  static Optional<ProfileChain> of(Surroundings surroundings, AwsCredentialsProvider provider) {
    if (provider instanceof ProfileCredentialsProvider) {
      Matcher text = NAME.matcher(provider.toString());
      return text.matches()
          ? Optional.of(new ProfileChain(surroundings, text.group(1)))
          : Optional.empty();
    }
    boolean others =
        surroundings.property("aws.accessKeyId").isPresent()
            || surroundings.property("aws.webIdentityTokenFile").isPresent()
            || AHEAD_OF_PROFILES.stream().anyMatch(v -> surroundings.variable(v).isPresent());
    return provider instanceof DefaultCredentialsProvider && !others
        ? Optional.of(ofThisProcess(surroundings))
        : Optional.empty();
  }

  /** The profile that the process is set to. */
  static ProfileChain ofThisProcess(Surroundings surroundings) {
    return new ProfileChain(
        surroundings,
        surroundings
            .property("aws.profile")
            .or(() -> surroundings.variable("AWS_PROFILE"))
            .orElse("default"));
  }

  /**
   * The profiles, the first one first.
   *
   * @return empty if there is none of that name
   * @throws io.github.kvssecure.stream.IngestConfigurationException if the files cannot be read
   */
  List<Profile> profiles() {
    ProfileFile file = surroundings.profileFile();
    List<Profile> chain = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Optional<Profile> profile = file.profile(name);
    while (profile.isPresent() && seen.add(profile.get().name())) {
      chain.add(profile.get());
      profile = profile.get().property(ProfileProperty.SOURCE_PROFILE).flatMap(file::profile);
    }
    return chain;
  }

  /**
   * Where the long-term keys stand that all of it rests on.
   *
   * @return the place in plain words, or empty if there are none
   */
  Optional<String> longTermKeys() {
    for (Profile profile : profiles()) {
      if (profile.property(ProfileProperty.AWS_ACCESS_KEY_ID).isPresent()
          && profile.property(ProfileProperty.AWS_SESSION_TOKEN).isEmpty()) {
        return Optional.of("the profile '" + profile.name() + "' of the shared credentials file");
      }
      if (takes(profile, "Environment")) {
        return keysOfTheProcess()
            .map(place -> place + ", which the profile '" + profile.name() + "' takes");
      }
    }
    return Optional.empty();
  }

  /** As the SDK looks: properties first. */
  private Optional<String> keysOfTheProcess() {
    if (surroundings.property("aws.accessKeyId").isPresent()) {
      return surroundings.property("aws.sessionToken").isPresent()
          ? Optional.empty()
          : Optional.of("the system property aws.accessKeyId");
    }
    return surroundings.variable("AWS_ACCESS_KEY_ID").isPresent()
            && surroundings.variable("AWS_SESSION_TOKEN").isEmpty()
        ? Optional.of("the environment variable AWS_ACCESS_KEY_ID")
        : Optional.empty();
  }

  static boolean takes(Profile profile, String credentialSource) {
    return profile
        .property(ProfileProperty.CREDENTIAL_SOURCE)
        .filter(credentialSource::equalsIgnoreCase)
        .isPresent();
  }
}
