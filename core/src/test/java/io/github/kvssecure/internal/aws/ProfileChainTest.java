package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.utils.StringInputStream;

class ProfileChainTest {

  private static final String ROLE = "role_arn = arn:aws:iam::123456789012:role/x\n";
  private static final String KEYS = "aws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = x\n";

  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, String> properties = new HashMap<>();
  private String profiles = "";

  private Surroundings surroundings() {
    return new Surroundings(variables::get, properties::get, this::file, name -> false);
  }

  private ProfileFile file() {
    return ProfileFile.builder()
        .content(new StringInputStream(profiles))
        .type(ProfileFile.Type.CREDENTIALS)
        .build();
  }

  private ProfileChain door() {
    return new ProfileChain(surroundings(), "door");
  }

  private String nameOf(AwsCredentialsProvider provider) {
    return ProfileChain.of(surroundings(), provider).map(ProfileChain::name).orElse("none");
  }

  @Test
  void longTermKeys_areFoundAtTheEndOfTheChain() {
    profiles =
        "[door]\n" + ROLE + "source_profile = a\n[a]\n" + ROLE + "source_profile = b\n[b]\n" + KEYS;

    assertThat(door().longTermKeys()).hasValue("the profile 'b' of the shared credentials file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[door\nsecret", "[door]\nregion\n", "[door]\n = secret\n", "secret"})
  void fileThatIsNone_isSaidToBe(String text) {
    profiles = text;
    SdkProviders providers = new SdkProviders(surroundings());
    CredentialSource door = CredentialSource.profile("door");
    CredentialSources sources = new CredentialSources(surroundings());
    CredentialSource chain = CredentialSource.of(DefaultCredentialsProvider.builder().build());

    for (ThrowingCallable reading :
        List.<ThrowingCallable>of(
            () -> providers.profile((CredentialSource.Profile) door),
            () -> sources.longTermKeysOf(door),
            () -> sources.longTermKeysOf(chain),
            () -> sources.metadataReader(chain))) {
      assertThatThrownBy(reading)
          .isInstanceOf(IngestConfigurationException.class)
          .hasMessageContaining("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE")
          .hasMessageContaining("see line ")
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void sessionKeys_areNoLongTermKeys() {
    profiles = "[door]\n" + ROLE + "source_profile = b\n[b]\n" + KEYS + "aws_session_token = t\n";

    assertThat(door().longTermKeys()).isEmpty();
  }

  @Test
  void profileThatNamesItself_isLookedAtOnce() {
    profiles = "[door]\n" + ROLE + "source_profile = door\n";

    assertThat(door().longTermKeys()).isEmpty();
  }

  @Test
  void keysOfTheEnvironmentBehindARole_areFound() {
    profiles = "[door]\n" + ROLE + "credential_source = Environment\n";
    assertThat(door().longTermKeys()).as("nothing set").isEmpty();

    variables.put("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
    assertThat(door().longTermKeys())
        .hasValue("the environment variable AWS_ACCESS_KEY_ID, which the profile 'door' takes");

    variables.put("AWS_SESSION_TOKEN", "token");
    assertThat(door().longTermKeys()).as("session keys").isEmpty();

    properties.put("aws.accessKeyId", "AKIAEXAMPLE");
    assertThat(door().longTermKeys())
        .hasValue("the system property aws.accessKeyId, which the profile 'door' takes");
  }

  @Test
  void providersOfTheSdk_sayWhichProfileTheyRead() {
    assertThat(nameOf(ProfileCredentialsProvider.create("door"))).isEqualTo("door");
    assertThat(
            nameOf(
                ProfileCredentialsProvider.builder()
                    .profileName("a door")
                    .profileFile(file())
                    .build()))
        .isEqualTo("a door");
    assertThat(nameOf(EnvironmentVariableCredentialsProvider.create())).isEqualTo("none");
  }

  @Test
  void defaultChain_readsTheProfileOfTheProcessUnlessSomethingComesFirst() {
    AwsCredentialsProvider chain = DefaultCredentialsProvider.builder().build();
    assertThat(nameOf(chain)).isEqualTo("default");
    variables.put("AWS_PROFILE", "door");
    assertThat(nameOf(chain)).isEqualTo("door");
    properties.put("aws.profile", "gate");
    assertThat(nameOf(chain)).isEqualTo("gate");
    variables.put("AWS_WEB_IDENTITY_TOKEN_FILE", "/token");
    assertThat(nameOf(chain)).isEqualTo("none");
  }
}
