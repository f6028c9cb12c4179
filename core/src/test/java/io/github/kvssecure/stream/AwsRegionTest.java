package io.github.kvssecure.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsRegionTest {

  @ParameterizedTest
  @CsvSource({
    "eu-central-1, AWS, aws, amazonaws.com",
    "us-east-1, AWS, aws, amazonaws.com",
    "ap-southeast-7, AWS, aws, amazonaws.com",
    "cn-north-1, AWS_CN, aws-cn, amazonaws.com.cn",
    "us-gov-west-1, AWS_US_GOV, aws-us-gov, amazonaws.com",
    "us-iso-east-1, AWS_ISO, aws-iso, c2s.ic.gov",
    "us-isob-east-1, AWS_ISO_B, aws-iso-b, sc2s.sgov.gov",
    "eu-isoe-west-1, AWS_ISO_E, aws-iso-e, cloud.adc-e.uk",
    "us-isof-south-1, AWS_ISO_F, aws-iso-f, csp.hci.ic.gov",
    "eu-isof-west-1, AWS_ISO_F, aws-iso-f, csp.hci.ic.gov",
    "eusc-de-east-1, AWS_EUSC, aws-eusc, amazonaws.eu"
  })
  void region_isInItsPartition(String id, Partition partition, String partitionId, String suffix) {
    AwsRegion region = AwsRegion.of(id);

    assertThat(region.partition()).isEqualTo(partition);
    assertThat(region.partition().id()).isEqualTo(partitionId);
    assertThat(region.partition().dnsSuffix()).isEqualTo(suffix);
    assertThat(region).hasToString(id).isEqualTo(new AwsRegion(id));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "eu",
        "eu-central",
        "EU-CENTRAL-1",
        "eu-central-1 ",
        "eu-central-1.evil.com",
        "eu-central-123",
        "eu_central_1",
        "eu-central-1\n",
        "europe-central-1",
        "e-central-1"
      })
  void region_ofAnotherShape(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AwsRegion.of(id))
        .withMessageContaining("eu-central-1")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "eu-central-1, kinesisvideo.eu-central-1.amazonaws.com,",
    "us-gov-west-1, kinesisvideo.us-gov-west-1.amazonaws.com,",
    "cn-north-1, kinesisvideo.cn-north-1.amazonaws.com, kinesisvideo.cn-north-1.amazonaws.com.cn",
  })
  void kvsAsSeenByKms_beginsWithTheNameThatIsTheSameInEveryPartition(
      String id, String documented, @Nullable String own) {
    assertThat(AwsRegion.of(id).kvsAsSeenByKms())
        .startsWith(documented)
        .isEqualTo(Stream.of(documented, own).filter(Objects::nonNull).toList());
  }
}
