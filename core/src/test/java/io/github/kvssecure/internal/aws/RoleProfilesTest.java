package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.CredentialSource.AssumedRole;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.utils.StringInputStream;

class RoleProfilesTest {

  private static final RoleArn ROLE = RoleArn.of("arn:aws:iam::123456789012:role/camera");
  private static final CredentialSource DOOR = CredentialSource.profile("door");
  private static final String KEYS =
      "[base]\naws_access_key_id = AKIA\naws_secret_access_key = x\n";

  private static CredentialSource spelledOut(String profiles, CredentialSource source) {
    ProfileFile file =
        ProfileFile.builder()
            .content(new StringInputStream(profiles))
            .type(ProfileFile.Type.CREDENTIALS)
            .build();
    return new RoleProfiles(new Surroundings(v -> null, p -> null, () -> file, name -> false))
        .spelledOut(source);
  }

  private static String door(String lines) {
    return KEYS + "[door]\nrole_arn = " + ROLE + "\n" + lines.replace("; ", "\n") + "\n";
  }

  private static AssumedRole role(String lines) {
    return (AssumedRole) spelledOut(door(lines), DOOR);
  }

  @Test
  void profileThatAssumesARole_isThatRole() {
    assertThat(role("source_profile = base"))
        .isEqualTo(
            CredentialSource.assumeRole(ROLE, "profile-door", CredentialSource.profile("base")));
    assertThat(
            role(
                "source_profile = base; role_session_name = front-door; duration_seconds = 7200;"
                    + " external_id = site:7"))
        .isEqualTo(
            CredentialSource.assumeRole(ROLE, "front-door", CredentialSource.profile("base"))
                .lasting(Duration.ofHours(2))
                .withExternalId("site:7"));
  }

  @Test
  void credentialSources_areThoseOfThisLibrary() {
    assertThat(role("credential_source = Ec2InstanceMetadata").base())
        .isEqualTo(CredentialSource.instanceRole());
    assertThat(role("credential_source = EcsContainer").base())
        .isEqualTo(CredentialSource.containerRole());
    assertThat(
            ((CredentialSource.Provided) role("credential_source = Environment").base()).provider())
        .isInstanceOf(EnvironmentVariableCredentialsProvider.class);
  }

  @Test
  void tokenFile_isWebIdentity() {
    assertThat(spelledOut(door("web_identity_token_file = /run/token"), DOOR))
        .isEqualTo(CredentialSource.webIdentity(ROLE, "profile-door", Path.of("/run/token")));
  }

  @Test
  void rolesOnTopOfEachOther_areFollowed() {
    String profiles =
        door("source_profile = middle")
            + "[middle]\nrole_arn = "
            + ROLE
            + "\nsource_profile = base\n";

    AssumedRole outer = (AssumedRole) spelledOut(profiles, DOOR);

    assertThat(outer.base()).isEqualTo(spelledOut(profiles, CredentialSource.profile("middle")));
    assertThat(((AssumedRole) outer.base()).base()).isEqualTo(CredentialSource.profile("base"));
  }

  @Test
  void baseOfARoleOfTheApplication_isSpelledOutToo() {
    AssumedRole written = CredentialSource.assumeRole(ROLE, "front-door", DOOR);

    AssumedRole meant = (AssumedRole) spelledOut(door("source_profile = base"), written);

    assertThat(meant.session()).isEqualTo(written.session());
    assertThat(meant.base()).isEqualTo(role("source_profile = base"));
  }

  @Test
  void whatAssumesNoRole_staysAsItIs() {
    CredentialSource base = CredentialSource.profile("base");
    assertThat(spelledOut(KEYS, base)).isSameAs(base);
    assertThat(spelledOut(KEYS, DOOR)).as("no such profile").isSameAs(DOOR);
    CredentialSource instance = CredentialSource.instanceRole();
    assertThat(spelledOut(KEYS, instance)).isSameAs(instance);
  }

  @ParameterizedTest
  @CsvSource({
    "a.b_c, profile-a.b_c",
    "a/b:c%d, profile-a-b-c-d",
    "0123456789012345678901234567890123456789012345678901234567890123,"
        + "profile-01234567890123456789012345678901234567890123456789012345"
  })
  void sessions_areCalledAfterTheProfile(String name, String expected) {
    String profiles = KEYS + "[" + name + "]\nrole_arn = " + ROLE + "\nsource_profile = base\n";

    AssumedRole source = (AssumedRole) spelledOut(profiles, CredentialSource.profile(name));

    assertThat(source.session().name()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "region = eu-central-1, needs one of source_profile",
    "source_profile = base; credential_source = Environment, needs one of",
    "source_profile = base; web_identity_token_file = /run/token, needs one of",
    "web_identity_token_file = /run/token; external_id = site-7, has an external_id",
    "source_profile = gone, has the source_profile 'gone'",
    "source_profile = door, is its own source_profile",
    "credential_source = Wall, none of Ec2InstanceMetadata",
    "source_profile = base; mfa_serial = arn:aws:iam::123456789012:mfa/x, mfa_serial",
    "source_profile = base; duration_seconds = long, no number",
    "source_profile = base; duration_seconds = 60, 15 minutes to 12 hours",
    "source_profile = base; role_session_name = a b, role session name",
    "source_profile = base; external_id = x, external id",
    "source_profile = base; sso_session = office, IAM Identity Center"
  })
  void profileThatCannotBeFollowed_saysWhy(String lines, String expected) {
    assertThatExceptionOfType(IngestConfigurationException.class)
        .isThrownBy(() -> role(lines))
        .withMessageContainingAll("profile 'door'", expected, "CredentialSource.assumeRole(");
  }

  @Test
  void roleThatIsNone_isTold() {
    String profiles = KEYS + "[door]\nrole_arn = camera\nsource_profile = base\n";

    assertThatExceptionOfType(IngestConfigurationException.class)
        .isThrownBy(() -> spelledOut(profiles, DOOR))
        .withMessageContaining("arn:aws:iam::123456789012:role/NAME");
  }

  @Test
  void profilesInACircle_areTold() {
    String profiles =
        door("source_profile = other")
            + "[other]\nrole_arn = "
            + ROLE
            + "\nsource_profile = door\n";

    assertThatExceptionOfType(IngestConfigurationException.class)
        .isThrownBy(() -> spelledOut(profiles, DOOR))
        .withMessageContaining("[door, other]");
  }

  /** The one hour of chained roles holds for roles in files, too. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void chainedRoleOfMoreThanAnHour_isTold(boolean written) {
    String middle = "[middle]\nrole_arn = " + ROLE + "\nsource_profile = base\n";
    String profiles = door("source_profile = middle; duration_seconds = 7200") + middle;
    CredentialSource source =
        written
            ? CredentialSource.assumeRole(ROLE, "front-door", CredentialSource.profile("middle"))
                .lasting(Duration.ofHours(2))
            : DOOR;

    assertThatExceptionOfType(IngestConfigurationException.class)
        .isThrownBy(() -> spelledOut(profiles, source))
        .withMessageContaining("one hour at most");
  }
}
