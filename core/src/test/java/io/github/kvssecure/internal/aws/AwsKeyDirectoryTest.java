package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.github.kvssecure.fake.FakeCredentials;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.KeyArn;
import io.github.kvssecure.stream.KeyDescription;
import io.github.kvssecure.stream.KeyDescription.Kind;
import io.github.kvssecure.stream.KeyDescription.Life;
import io.github.kvssecure.stream.KmsKeyId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DescribeKeyRequest;
import software.amazon.awssdk.services.kms.model.DescribeKeyResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.NotFoundException;

class AwsKeyDirectoryTest {

  private static final String ID = "11111111-2222-3333-4444-555555555555";
  private static final String ARN = "arn:aws:kms:eu-central-1:123456789012:key/" + ID;

  private static final String PRIMARY =
      "arn:aws:kms:us-east-1:123456789012:key/mrk-0123456789abcdef0123456789abcdef";
  private static final Instant END = Instant.parse("2026-07-01T00:00:00Z");

  private final KmsClient kms = mock(KmsClient.class);
  private final AwsKeyDirectory directory =
      new AwsKeyDirectory(
          AwsRegion.of("eu-central-1"), new SecondSigner(new FakeCredentials()), kms);

  @ParameterizedTest
  @CsvSource({"CUSTOMER, CUSTOMER", "AWS, AWS", "SOMEBODY, AWS"})
  void describe_mapsTheKey(String manager, KeyDescription.Manager expected) {
    answer(
        KeyMetadata.builder()
            .arn(ARN)
            .keyManager(manager)
            .keyState("PendingDeletion")
            .keySpec("SYMMETRIC_DEFAULT")
            .keyUsage("ENCRYPT_DECRYPT")
            .deletionDate(END)
            .expirationModel("KEY_MATERIAL_EXPIRES")
            .validTo(END)
            .multiRegionConfiguration(c -> c.primaryKey(primary -> primary.arn(PRIMARY)))
            .build());

    assertThat(directory.describe(KmsKeyId.of("alias/camera")))
        .hasValue(
            new KeyDescription(
                KeyArn.of(ARN),
                new Kind(expected, "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT"),
                new Life("PendingDeletion", Optional.of(END), Optional.of(END)),
                Optional.of(KeyArn.of(PRIMARY))));
  }

  @Test
  void describe_takesWhatIsMissingAsTheWorse() {
    answer(KeyMetadata.builder().arn(ARN).build());

    assertThat(directory.describe(KmsKeyId.of(ID)))
        .hasValue(
            new KeyDescription(
                KeyArn.of(ARN),
                new Kind(KeyDescription.Manager.AWS, "unknown", "unknown"),
                new Life("unknown", Optional.empty(), Optional.empty()),
                Optional.empty()));
  }

  @Test
  void describe_knowsMaterialThatDoesNotEnd() {
    answer(
        KeyMetadata.builder()
            .arn(ARN)
            .expirationModel("KEY_MATERIAL_DOES_NOT_EXPIRE")
            .validTo(END)
            .build());

    assertThat(directory.describe(KmsKeyId.of(ID)).orElseThrow().life().materialEnds()).isEmpty();
  }

  @Test
  void describe_refusesAnAnswerWithAnAliasForAnArn() {
    answer(KeyMetadata.builder().arn("arn:aws:kms:eu-central-1:123456789012:alias/camera").build());

    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(() -> directory.describe(KmsKeyId.of(ID)));
  }

  @Test
  void describe_refusesAnAnswerWithoutArn() {
    answer(KeyMetadata.builder().build());

    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(() -> directory.describe(KmsKeyId.of(ID)));
  }

  @Test
  void describe_ofAMissingKeyIsEmpty() {
    when(kms.describeKey(any(DescribeKeyRequest.class)))
        .thenThrow(NotFoundException.builder().statusCode(400).build());

    assertThat(directory.describe(KmsKeyId.of(ARN))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alias/aws/kinesisvideo",
        "arn:aws:kms:eu-central-1:123456789012:alias/aws/kinesisvideo"
      })
  void describe_neverAsksForAnAwsManagedAlias(String alias) {
    assertThatIllegalArgumentException().isThrownBy(() -> directory.describe(KmsKeyId.of(alias)));
    verifyNoInteractions(kms);
  }

  @ParameterizedTest
  @CsvSource({
    ID + ", arn:aws:kms:eu-central-1:*:key/" + ID,
    ARN + ", " + ARN,
    "alias/camera, the key behind alias/camera",
  })
  void describe_refusedNamesTheKeyAPolicyMustName(String key, String resource) {
    when(kms.describeKey(any(DescribeKeyRequest.class)))
        .thenThrow(Refusals.of("AccessDeniedException", 400, "no"));

    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(() -> directory.describe(KmsKeyId.of(key)))
        .withMessageContaining("allow kms:DescribeKey on " + resource);
  }

  private void answer(KeyMetadata key) {
    when(kms.describeKey(any(DescribeKeyRequest.class)))
        .thenReturn(DescribeKeyResponse.builder().keyMetadata(key).build());
  }
}
