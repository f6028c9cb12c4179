package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.MetadataReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProcessCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.StringInputStream;

/** Who reads instance metadata, as far as a source shows it. */
class MetadataReaderTest {

  private static final String ROLE = "role_arn = arn:aws:iam::123456789012:role/x\n";
  private static final String OFF = "ec2_metadata_v1_disabled = true\n";
  private static final String METADATA = "credential_source = Ec2InstanceMetadata\n";

  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, String> properties = new HashMap<>();
  private String profiles = "";

  private MetadataReader readerOf(CredentialSource source) {
    return new CredentialSources(
            new Surroundings(variables::get, properties::get, this::file, name -> false))
        .metadataReader(source);
  }

  private MetadataReader readerOf(AwsCredentialsProvider provider) {
    return readerOf(CredentialSource.of(provider));
  }

  private MetadataReader readerOfDoor() {
    return readerOf(CredentialSource.profile("door"));
  }

  private ProfileFile file() {
    return ProfileFile.builder()
        .content(new StringInputStream(profiles))
        .type(ProfileFile.Type.CREDENTIALS)
        .build();
  }

  @Test
  void providersThatAskNobodyOrSomebodyElse_readNone() {
    assertThat(
            List.of(
                AnonymousCredentialsProvider.create(),
                EnvironmentVariableCredentialsProvider.create(),
                SystemPropertyCredentialsProvider.create(),
                ContainerCredentialsProvider.create(),
                ProcessCredentialsProvider.builder().command(List.of("true")).build()))
        .allSatisfy(provider -> assertThat(readerOf(provider)).isEqualTo(MetadataReader.NONE));
  }

  /** What signs the calls of this one may be anything. */
  @Test
  void providerThatNobodyHereKnows_isUnknownThoughItIsTheSdks() {
    try (StsClient sts =
            StsClient.builder()
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(InstanceProfileCredentialsProvider.create())
                .build();
        StsAssumeRoleCredentialsProvider provider =
            StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(r -> r.roleArn("arn:aws:iam::123456789012:role/x"))
                .build()) {
      assertThat(readerOf(provider)).isEqualTo(MetadataReader.UNKNOWN);
    }
    assertThat(readerOf(() -> AnonymousCredentialsProvider.create().resolveCredentials()))
        .isEqualTo(MetadataReader.UNKNOWN);
  }

  @Test
  void providersOfTheSdkThatReadThem_mayFallBackUnlessTurnedOff() {
    List<AwsCredentialsProvider> providers =
        List.of(
            InstanceProfileCredentialsProvider.create(),
            DefaultCredentialsProvider.builder().build(),
            AwsCredentialsProviderChain.of(InstanceProfileCredentialsProvider.create()));
    assertThat(providers)
        .allSatisfy(
            provider -> assertThat(readerOf(provider)).isEqualTo(MetadataReader.MAY_FALL_BACK));

    variables.put("AWS_EC2_METADATA_V1_DISABLED", "true");
    assertThat(providers)
        .allSatisfy(
            provider -> assertThat(readerOf(provider)).isEqualTo(MetadataReader.TURNED_OFF));

    properties.put("aws.disableEc2MetadataV1", "false");
    assertThat(readerOf(providers.get(0))).isEqualTo(MetadataReader.MAY_FALL_BACK);
  }

  @Test
  void settingOfAProfile_isReadFromTheOneInUse() {
    AwsCredentialsProvider instance = InstanceProfileCredentialsProvider.create();
    profiles = "[default]\n" + OFF + "[door]\nregion = eu-central-1\n";
    assertThat(readerOf(instance)).isEqualTo(MetadataReader.TURNED_OFF);

    variables.put("AWS_PROFILE", "door");
    assertThat(readerOf(instance)).isEqualTo(MetadataReader.MAY_FALL_BACK);
  }

  @Test
  void profile_isFollowedToTheOneThatReads() {
    profiles =
        "[door]\n" + ROLE + "source_profile = a\n[a]\n" + ROLE + METADATA + "[default]\n" + OFF;
    assertThat(readerOfDoor()).as("of another profile").isEqualTo(MetadataReader.MAY_FALL_BACK);
    assertThat(
            readerOf(
                ProfileCredentialsProvider.builder()
                    .profileName("door")
                    .profileFile(ProfileFile.aggregator().build())
                    .build()))
        .isEqualTo(MetadataReader.MAY_FALL_BACK);
    assertThat(
            readerOf(
                CredentialSource.assumeRole(
                    RoleArn.of("arn:aws:iam::123456789012:role/x"),
                    "front-door",
                    CredentialSource.profile("door"))))
        .isEqualTo(MetadataReader.MAY_FALL_BACK);

    profiles = "[door]\n" + ROLE + "source_profile = a\n[a]\n" + ROLE + METADATA + OFF;
    assertThat(readerOfDoor()).isEqualTo(MetadataReader.TURNED_OFF);

    profiles = "[door]\ncredential_process = /bin/true\n";
    assertThat(readerOfDoor()).isEqualTo(MetadataReader.NONE);
  }
}
