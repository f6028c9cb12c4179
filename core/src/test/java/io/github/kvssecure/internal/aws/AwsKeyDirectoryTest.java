package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.KeyDescription;
import io.github.kvssecure.stream.KmsKeyId;
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

  private final KmsClient kms = mock(KmsClient.class);
  private final AwsKeyDirectory directory = new AwsKeyDirectory(AwsRegion.of("eu-central-1"), kms);

  @ParameterizedTest
  @CsvSource({"CUSTOMER, true", "AWS, false", "SOMEBODY, false"})
  void describe_mapsTheKey(String manager, boolean customerManaged) {
    answer(
        KeyMetadata.builder()
            .arn(ARN)
            .keyManager(manager)
            .keyState("PendingDeletion")
            .keySpec("SYMMETRIC_DEFAULT")
            .build());

    assertThat(directory.describe(KmsKeyId.of("alias/camera")))
        .hasValue(new KeyDescription(ARN, customerManaged, "PendingDeletion", "SYMMETRIC_DEFAULT"));
  }

  @Test
  void describe_takesWhatIsMissingAsTheWorse() {
    answer(KeyMetadata.builder().arn(ARN).build());

    assertThat(directory.describe(KmsKeyId.of(ID)))
        .hasValue(new KeyDescription(ARN, false, "unknown", "unknown"));
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
