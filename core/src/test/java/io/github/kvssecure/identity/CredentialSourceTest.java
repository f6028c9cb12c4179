package io.github.kvssecure.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kvssecure.fake.Camera;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class CredentialSourceTest {

  private static final RoleArn ROLE = RoleArn.of("arn:aws:iam::123456789012:role/camera");
  private static final CredentialSource BASE =
      CredentialSource.of(
          StaticCredentialsProvider.create(
              AwsSessionCredentials.create("ASIAEXAMPLEEXAMPLE01", Camera.SECRET, Camera.TOKEN)));

  @Test
  void assumedRole_lastsAnHourUnlessToldOtherwise() {
    CredentialSource.AssumedRole source = CredentialSource.assumeRole(ROLE, "front-door", BASE);

    assertThat(source.session().duration()).hasHours(1);
    assertThat(source.lasting(Duration.ofMinutes(15)).session().duration()).hasMinutes(15);
    assertThat(source.lasting(Duration.ofHours(12)).session().duration()).hasHours(12);
    assertThat(source.lasting(Duration.ofHours(1))).isEqualTo(source);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT14M59.999S", "PT12H0.001S", "PT0S", "-PT1H"})
  void duration_outsideTheService(Duration duration) {
    CredentialSource.AssumedRole source = CredentialSource.assumeRole(ROLE, "front-door", BASE);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> source.lasting(duration))
        .withMessageContaining("15 minutes to 12 hours");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "front door", "front/door", "front-door\n", "\u00e4\u00f6"})
  void sessionName_ofOtherCharacters(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CredentialSource.assumeRole(ROLE, name, BASE));
  }

  @Test
  void sessionName_tooLong() {
    assertThat(CredentialSource.assumeRole(ROLE, "a".repeat(64), BASE).session().name())
        .hasSize(64);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CredentialSource.assumeRole(ROLE, "a".repeat(65), BASE));
  }

  @Test
  void chainedRole_lastsAnHourAtMost() {
    CredentialSource.AssumedRole first =
        CredentialSource.assumeRole(ROLE, "front-door", BASE).lasting(Duration.ofHours(12));
    CredentialSource.AssumedRole second = CredentialSource.assumeRole(ROLE, "front-door", first);

    assertThat(second.session().duration()).hasHours(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> second.lasting(Duration.ofMinutes(61)))
        .withMessageContaining(".lasting(Duration.ofHours(1))");
    assertThat(
            CredentialSource.assumeRole(ROLE, "front-door", CredentialSource.instanceRole())
                .lasting(Duration.ofHours(12))
                .session()
                .duration())
        .hasHours(12);
  }

  @Test
  void sourceIdentity_isChecked() {
    CredentialSource.AssumedRole source = CredentialSource.assumeRole(ROLE, "front-door", BASE);

    assertThat(source.withSourceIdentity("door-7").session().sourceIdentity()).hasValue("door-7");
    for (String wrong : new String[] {"", "x", "aws:door", "a b"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> source.withSourceIdentity(wrong));
    }
  }

  @Test
  void externalId_isChecked_andStaysWithTheRest() {
    CredentialSource.AssumedRole source =
        CredentialSource.assumeRole(ROLE, "front-door", BASE).withSourceIdentity("door-7");

    RoleSession session =
        source.withExternalId("site:7/a").lasting(Duration.ofMinutes(20)).session();

    assertThat(session.externalId()).hasValue("site:7/a");
    assertThat(session.sourceIdentity()).hasValue("door-7");
    assertThat(session.duration()).hasMinutes(20);
    for (String wrong : new String[] {"", "x", "a b", "site-7\n", "a".repeat(1225)}) {
      assertThatIllegalArgumentException().isThrownBy(() -> source.withExternalId(wrong));
    }
  }

  @Test
  void webIdentity_hasNeitherSourceIdentityNorExternalId() {
    RoleSession session = RoleSession.named("front-door");
    for (RoleSession wrong :
        new RoleSession[] {
          session.withSourceIdentity("door-7"), session.withExternalId("site-7")
        }) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new CredentialSource.WebIdentity(ROLE, wrong, Path.of("/token")))
          .withMessageContaining("leave them out");
    }
  }

  @Test
  void command_showsItsProgramOnly() {
    assertThat(
            CredentialSource.credentialProcess(
                    Path.of("/opt/signer"), "--private-key", Camera.SECRET)
                .toString())
        .isEqualTo("Command[/opt/signer]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"signer", "bin/signer", "./signer", ""})
  void command_isNoRelativePath(String program) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CredentialSource.credentialProcess(Path.of(program), "secret"))
        .withMessageContaining("path")
        .withMessageNotContaining("secret");
  }

  @Test
  void text_holdsNoSecret() {
    assertThat(CredentialSource.assumeRole(ROLE, "front-door", BASE).toString())
        .contains("role/camera", "front-door", "StaticCredentialsProvider")
        .doesNotContain(Camera.SECRET)
        .doesNotContain(Camera.TOKEN)
        .doesNotContain("ASIAEXAMPLEEXAMPLE01");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "camera",
        "arn:aws:iam::12345678901:role/camera",
        "arn:aws:iam::123456789012:user/camera",
        "arn:aws:iam::123456789012:role/",
        "arn:aws:iam:eu-central-1:123456789012:role/camera",
        "arn:aws:iam::123456789012:role/camera\n",
        "arn:aws:sts::123456789012:assumed-role/camera/x"
      })
  void roleArn_ofAnotherShape(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RoleArn.of(text))
        .withMessageContaining("arn:aws:iam::123456789012:role/NAME");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:iam::123456789012:role/camera",
        "arn:aws-cn:iam::123456789012:role/path/to/camera",
        "arn:aws-us-gov:iam::123456789012:role/a+=,.@_-b"
      })
  void roleArn_ofARole(String text) {
    assertThat(RoleArn.of(text)).hasToString(text);
    assertThat(RoleArn.of(text).account()).isEqualTo("123456789012");
  }
}
