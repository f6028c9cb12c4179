package io.github.kvssecure.internal.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.profiles.ProfileFile;

class EndpointSettingsTest {

  private static final EndpointSettings.Overrides NOTHING =
      new EndpointSettings.Overrides(List.of(), Optional.empty());

  @TempDir private Path dir;

  private Environment with(String profileFile, Map<String, String> variables) throws IOException {
    Path file = Files.writeString(dir.resolve("config"), profileFile);
    return new Environment(
        variables,
        Map.of(
            "aws.configFile", file.toString(),
            "aws.sharedCredentialsFile", dir.resolve("credentials").toString()));
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

    assertThat(EndpointSettings.overrides(environment).names())
        .containsExactly(
            "AWS_ENDPOINT_URL_KINESIS_VIDEO_MEDIA",
            "-Daws.endpointUrl",
            "endpoint_url in [profile camera]",
            "endpoint_url in [services local]");
  }

  @Test
  void credentialsFile_isLookedAtLikeTheSdkDoes() throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("credentials"), "[default]\nendpoint_url = https://elsewhere.example\n");

    assertThat(EndpointSettings.overrides(with("[default]\nregion = x\n", Map.of())).names())
        .containsExactly("endpoint_url in [default]");
    assertThat(
            ProfileFile.aggregator()
                .addFile(
                    ProfileFile.builder().content(file).type(ProfileFile.Type.CREDENTIALS).build())
                .build()
                .profile("default")
                .flatMap(profile -> profile.property("endpoint_url")))
        .contains("https://elsewhere.example");
  }

  @Test
  void homeDirectory_holdsTheFilesUnlessTheyAreNamed() throws IOException {
    Files.createDirectory(dir.resolve(".aws"));
    Files.writeString(
        dir.resolve(".aws").resolve("credentials"),
        "[default]\nendpoint_url = https://elsewhere.example\n");

    for (Map<String, String> variables :
        List.of(
            Map.of("HOME", dir.toString()),
            Map.of("HOME", dir.toString(), "AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"))) {
      assertThat(EndpointSettings.overrides(new Environment(variables, Map.of())).names())
          .containsExactly("endpoint_url in [default]");
    }
  }

  @Test
  void nothingSet_isNothingFound() throws IOException {
    assertThat(EndpointSettings.overrides(with("[default]\nregion=x\n", Map.of())))
        .isEqualTo(NOTHING);
    assertThat(
            EndpointSettings.overrides(
                new Environment(
                    Map.of(
                        "AWS_CONFIG_FILE", dir.resolve("missing").toString(),
                        "HOME", dir.toString()),
                    Map.of())))
        .isEqualTo(NOTHING);
  }

  @Test
  void defaultProfile_isLookedAtUnlessAnotherIsNamed() throws IOException {
    String file = "[default]\nendpoint_url=https://elsewhere.example\n";

    assertThat(EndpointSettings.overrides(with(file, Map.of())).names())
        .isEqualTo(List.of("endpoint_url in [default]"));
    assertThat(EndpointSettings.overrides(with(file, Map.of("AWS_PROFILE", "camera"))))
        .isEqualTo(NOTHING);
  }

  @Test
  void fileThatIsNoText_isNotTakenForAnEmptyOne() throws IOException {
    Environment environment = with("", Map.of("AWS_ENDPOINT_URL", "https://elsewhere.example"));
    Files.writeString(
        dir.resolve("config"),
        "# Kamera im Gehäuse\n[default]\nendpoint_url=https://elsewhere.example\n",
        StandardCharsets.ISO_8859_1);

    assertThat(EndpointSettings.overrides(environment))
        .isEqualTo(
            new EndpointSettings.Overrides(
                List.of("AWS_ENDPOINT_URL"),
                Optional.of("the AWS profile file config is no text in UTF-8")));
  }

  @Test
  void fileOfMoreThanOneMebibyte_isNotTakenForAnEmptyOne() throws IOException {
    String most = "[default]\n#" + "x".repeat(1024 * 1024 - 11);

    assertThat(EndpointSettings.overrides(with(most, Map.of()))).isEqualTo(NOTHING);
    assertThat(EndpointSettings.overrides(with(most + "x", Map.of())).unread())
        .contains("the AWS profile file config is longer than 1048576 bytes");
  }

  @Test
  void directoryInPlaceOfTheFile_isNotTakenForAnEmptyOne() {
    Environment environment =
        new Environment(Map.of("HOME", "/nonexistent"), Map.of("aws.configFile", dir.toString()));

    assertThat(EndpointSettings.overrides(environment).unread())
        .contains("the AWS profile file " + dir.getFileName() + " is no regular file");
  }
}
