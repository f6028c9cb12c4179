package io.github.kvssecure.internal.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointSettingsTest {

  @TempDir private Path dir;

  private Environment with(String profileFile, Map<String, String> variables) throws IOException {
    Path file = Files.writeString(dir.resolve("config"), profileFile);
    return new Environment(variables, Map.of("aws.configFile", file.toString()));
  }

  @Test
  void variablesPropertiesAndProfile_areNamedWithoutTheirValues() throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("config"),
            """
            [profile camera]
            region = eu-central-1
            Endpoint_URL = https://hunter2@elsewhere.example
            services = local
            [services local]
            kinesis_video =
              endpoint_url = https://elsewhere.example
            [profile other]
            endpoint_url = https://not.ours.example
            """);
    Environment environment =
        new Environment(
            Map.of(
                "AWS_PROFILE", "camera",
                "AWS_CONFIG_FILE", file.toString(),
                "AWS_ENDPOINT_URL_KINESIS_VIDEO_MEDIA", "https://hunter2@elsewhere.example",
                "AWS_ENDPOINT_URL", ""),
            Map.of("aws.endpointUrl", "https://elsewhere.example"));

    assertThat(EndpointSettings.overrides(environment))
        .containsExactly(
            "AWS_ENDPOINT_URL_KINESIS_VIDEO_MEDIA",
            "-Daws.endpointUrl",
            "endpoint_url in [profile camera]",
            "endpoint_url in [services local]");
  }

  @Test
  void nothingSet_isNothingFound() throws IOException {
    assertThat(EndpointSettings.overrides(with("[default]\nregion=x\n", Map.of()))).isEmpty();
    assertThat(
            EndpointSettings.overrides(
                new Environment(
                    Map.of("AWS_CONFIG_FILE", dir.resolve("missing").toString()), Map.of())))
        .isEmpty();
  }

  @Test
  void defaultProfile_isLookedAtUnlessAnotherIsNamed() throws IOException {
    String file = "[default]\nendpoint_url=https://elsewhere.example\n";

    assertThat(EndpointSettings.overrides(with(file, Map.of())))
        .isEqualTo(List.of("endpoint_url in [default]"));
    assertThat(EndpointSettings.overrides(with(file, Map.of("AWS_PROFILE", "camera")))).isEmpty();
  }
}
