package io.github.kvssecure.internal.aws;

import io.github.kvssecure.stream.IngestConfigurationException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * The process and its files, as far as credentials are concerned. Immutable; what it reads may
 * change.
 *
 * @param environment looks a variable up
 * @param properties looks a system property up
 * @param profiles reads the shared configuration files
 * @param classes whether a class can be loaded
 */
public record Surroundings(
    Function<String, @Nullable String> environment,
    Function<String, @Nullable String> properties,
    Supplier<ProfileFile> profiles,
    Function<String, Boolean> classes) {

  private static final Pattern LINE = Pattern.compile("line (\\d+)");

  /**
   * Those of this process.
   *
   * @return environment, system properties and the files that the SDK looks at
   */
  public static Surroundings ofThisProcess() {
    return new Surroundings(
        System::getenv,
        System::getProperty,
        ProfileFile::defaultProfileFile,
        Surroundings::isLoadable);
  }

  /**
   * The shared configuration files.
   *
   * @return what they say now
   * @throws IngestConfigurationException if they cannot be read; quotes nothing from them
   */
  ProfileFile profileFile() {
    try {
      return profiles.get();
    } catch (IllegalArgumentException | UncheckedIOException e) {
      Matcher line = LINE.matcher(String.valueOf(e.getMessage()));
      throw new IngestConfigurationException(
          "the shared configuration files cannot be read"
              + (line.find() ? ", see line " + line.group(1) : "")
              + "; AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE say where they are, else"
              + " ~/.aws/config and ~/.aws/credentials");
    }
  }

  private static boolean isLoadable(String name) {
    try {
      Class.forName(name, false, Surroundings.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.apply(name)).filter(value -> !value.isBlank());
  }

  Optional<String> property(String name) {
    return Optional.ofNullable(properties.apply(name)).filter(value -> !value.isBlank());
  }
}
