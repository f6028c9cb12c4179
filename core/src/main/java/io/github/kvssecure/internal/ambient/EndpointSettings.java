package io.github.kvssecure.internal.ambient;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds settings outside the program that send SDK clients elsewhere. It tells their names; what
 * they say may hold a secret and is not passed on.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html">Service-specific
 *     endpoints, AWS SDKs and Tools Reference Guide</a>
 */
public final class EndpointSettings {

  private EndpointSettings() {}

  /**
   * What is set.
   *
   * @param environment where to look
   * @return names of variables and properties, and profile entries as {@code endpoint_url in
   *     [section]}
   */
  public static List<String> overrides(Environment environment) {
    List<String> found = new ArrayList<>(environment.variablesBeginning("AWS_ENDPOINT_URL"));
    environment.propertiesBeginning("aws.endpointUrl").forEach(name -> found.add("-D" + name));
    found.addAll(inProfile(environment));
    return found;
  }

  private static List<String> inProfile(Environment environment) {
    String profile =
        environment
            .property("aws.profile")
            .or(() -> environment.variable("AWS_PROFILE"))
            .orElse("default");
    List<String> found = new ArrayList<>();
    String section = "";
    for (String line : environment.lines(configuration(environment))) {
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
        .map(Path::of)
        .orElseGet(() -> Path.of(environment.property("user.home").orElse(""), ".aws", "config"));
  }
}
