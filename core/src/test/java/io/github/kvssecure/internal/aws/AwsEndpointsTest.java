package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.Mockito.mock;

import io.github.kvssecure.stream.AwsRegion;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsEndpointsTest {

  @ParameterizedTest
  @CsvSource({
    "eu-central-1, kinesisvideo.eu-central-1.amazonaws.com",
    "cn-north-1, kinesisvideo.cn-north-1.amazonaws.com.cn",
    "us-gov-west-1, kinesisvideo-fips.us-gov-west-1.amazonaws.com",
    "us-iso-east-1, kinesisvideo.us-iso-east-1.c2s.ic.gov",
    "eusc-de-east-1, kinesisvideo.eusc-de-east-1.amazonaws.eu",
  })
  void kinesisVideo_isTheHostOfTheRegion(String region, String host) {
    assertThat(AwsEndpoints.of(AwsRegion.of(region)).kinesisVideo())
        .isEqualTo(URI.create("https://" + host));
  }

  @Test
  void kmsAndSts_areThoseOfTheRegion() {
    AwsEndpoints endpoints = AwsEndpoints.of(AwsRegion.of("cn-north-1"));

    assertThat(endpoints.kms()).isEqualTo(URI.create("https://kms.cn-north-1.amazonaws.com.cn"));
    assertThat(endpoints.sts()).isEqualTo(URI.create("https://sts.cn-north-1.amazonaws.com.cn"));
  }

  @ParameterizedTest
  @CsvSource({
    "us-gov-west-1, kms-fips.us-gov-west-1.amazonaws.com, sts.us-gov-west-1.amazonaws.com",
    "us-gov-east-1, kms-fips.us-gov-east-1.amazonaws.com, sts.us-gov-east-1.amazonaws.com",
    "us-east-1, kms-fips.us-east-1.amazonaws.com, sts-fips.us-east-1.amazonaws.com",
  })
  void kmsAndStsOfFips_areTheHostsThatAwsNames(String region, String kms, String sts) {
    AwsEndpoints endpoints = AwsEndpoints.of(AwsRegion.of(region), AwsEndpoints.Hosts.FIPS);

    assertThat(endpoints.kms()).isEqualTo(URI.create("https://" + kms));
    assertThat(endpoints.sts()).isEqualTo(URI.create("https://" + sts));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://localhost:8443", "https://LOCALHOST:1", "https://localhost/"})
  void standIn_onLoopback_servesEverything(String address) {
    URI uri = URI.create(address);
    AwsEndpoints endpoints = AwsEndpoints.standIn(AwsRegion.of("eu-central-1"), uri, List.of());

    assertThat(List.of(endpoints.kinesisVideo(), endpoints.kms(), endpoints.sts()))
        .containsOnly(uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8443",
        "https://example.com",
        "https://localhost.example.com",
        "https://127.0.0.1.example.com",
        "https://10.0.0.1",
        "https://127.0.0.1:1",
        "https://[::1]:1",
        "https://user@localhost:1",
        "https://localhost:1/path",
        "https://localhost:1?query",
        "https://localhost:1#fragment",
        "localhost",
        "mailto:localhost"
      })
  void standIn_elsewhere_isRefused(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                AwsEndpoints.standIn(AwsRegion.of("eu-central-1"), URI.create(address), List.of()));
  }

  @Test
  void authorities_withoutStandIn_areRefused() {
    List<X509Certificate> authorities = List.of(mock(X509Certificate.class));

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new AwsEndpoints(
                    AwsRegion.of("eu-central-1"),
                    AwsEndpoints.Hosts.REGULAR,
                    Optional.empty(),
                    authorities));
  }
}
