package io.github.kvssecure.internal.aws;

import java.util.Optional;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;

/**
 * Finds where a key was written down, so that a refusal can say so. Compares access key ids, which
 * are no secrets; secrets are not looked at. Thread-safe.
 */
final class KeyPlaces {

  private static final String VARIABLE = "the environment variable AWS_ACCESS_KEY_ID";

  private final Surroundings surroundings;

  KeyPlaces(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Where an access key id stands.
   *
   * @param accessKeyId names the key
   * @return the place in plain words, or empty if it stands in none of the usual ones
   */
  Optional<String> of(String accessKeyId) {
    if (surroundings.variable("AWS_ACCESS_KEY_ID").filter(accessKeyId::equals).isPresent()) {
      return Optional.of(VARIABLE);
    }
    if (surroundings.property("aws.accessKeyId").filter(accessKeyId::equals).isPresent()) {
      return Optional.of("the system property aws.accessKeyId, which every process listing shows");
    }
    return inProfile(accessKeyId);
  }

  /** Where long-term keys stand that a provider of variables gives, if there are any. */
  Optional<String> longTermKeysInVariables() {
    return surroundings
        .variable("AWS_ACCESS_KEY_ID")
        .filter(id -> surroundings.variable("AWS_SESSION_TOKEN").isEmpty())
        .map(id -> VARIABLE);
  }

  private Optional<String> inProfile(String accessKeyId) {
    ProfileFile file;
    try {
      file = surroundings.profiles().get();
    } catch (RuntimeException e) {
      // A file that cannot be read gave no key either.
      return Optional.empty();
    }
    return file.profiles().values().stream()
        .filter(
            profile ->
                profile
                    .property(ProfileProperty.AWS_ACCESS_KEY_ID)
                    .filter(accessKeyId::equals)
                    .isPresent())
        .findFirst()
        .map(profile -> "the profile '" + profile.name() + "' of the shared credentials file");
  }
}
