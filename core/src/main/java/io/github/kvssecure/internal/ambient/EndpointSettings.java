package io.github.kvssecure.internal.ambient;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds settings outside the program that send SDK clients elsewhere. It tells their names; what
 * they say may hold a secret and is not passed on.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html">Service-specific
 *     endpoints, AWS SDKs and Tools Reference Guide</a>
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html">Location of the
 *     shared config and credentials files</a>
 */
public final class EndpointSettings {

  private EndpointSettings() {}

  /**
   * What was found.
   *
   * @param names of variables and properties, and profile entries as {@code endpoint_url in
   *     [section]}
   * @param unread what is wrong with a profile file that is there and says nobody knows what; empty
   *     if it was read, or is not there
   */
  public record Overrides(List<String> names, Optional<String> unread) {
    /** Copies the names. */
    public Overrides {
      names = List.copyOf(names);
    }
  }

  /**
   * What is set.
   *
   * @param environment where to look
   * @return what was found
   */
  public static Overrides overrides(Environment environment) {
    List<String> found = new ArrayList<>(environment.variablesBeginning("AWS_ENDPOINT_URL"));
    environment.propertiesBeginning("aws.endpointUrl").forEach(name -> found.add("-D" + name));
    Optional<String> unread = Optional.empty();
    for (Path file : List.of(configuration(environment), credentials(environment))) {
      try {
        found.addAll(inProfile(environment, file));
      } catch (UnreadableFileException e) {
        unread = Optional.of("the AWS profile file " + file.getFileName() + " " + e.getMessage());
      }
    }
    return new Overrides(found.stream().distinct().toList(), unread);
  }

  private static List<String> inProfile(Environment environment, Path file)
      throws UnreadableFileException {
    String profile =
        environment
            .property("aws.profile")
            .or(() -> environment.variable("AWS_PROFILE"))
            .orElse("default");
    List<String> found = new ArrayList<>();
    String section = "";
    for (String line : environment.lines(file)) {
      String text = line.strip();
      if (text.startsWith("[")) {
        section = text.replaceAll("[\\[\\]]", "").strip().replaceAll("\\s+", " ");
        continue;
      }
      String key = text.split("=", 2)[0].strip().toLowerCase(Locale.ROOT);
      boolean ours =
          section.equals("profile " + profile)
              || section.equals(profile)
              || section.startsWith("services ");
      if (ours && key.equals("endpoint_url")) {
        found.add("endpoint_url in [" + section.replaceAll("[^ -~]", "?") + "]");
      }
    }
    return found;
  }

  private static Path configuration(Environment environment) {
    return environment
        .property("aws.configFile")
        .or(() -> environment.variable("AWS_CONFIG_FILE"))
        .map(text -> expanded(environment, text))
        .orElseGet(() -> home(environment).resolve(".aws/config"));
  }

  /** SDK clients take a profile's entries from this file as well. */
  private static Path credentials(Environment environment) {
    return environment
        .property("aws.sharedCredentialsFile")
        .or(() -> environment.variable("AWS_SHARED_CREDENTIALS_FILE"))
        .map(text -> expanded(environment, text))
        .orElseGet(() -> home(environment).resolve(".aws/credentials"));
  }

  private static Path expanded(Environment environment, String text) {
    return text.startsWith("~/") ? home(environment).resolve(text.substring(2)) : Path.of(text);
  }

  private static Path home(Environment environment) {
    return Path.of(
        environment.variable("HOME").or(() -> environment.property("user.home")).orElse(""));
  }
}
