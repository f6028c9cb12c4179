package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.internal.gate.rule.Facts.EndpointUse;
import io.github.kvssecure.internal.gate.rule.Facts.LoopbackOption;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.stream.AwsRegion;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KvsHostTest {

  private final GateTrial trial = GateTrial.of(Control.NET_02);

  private static EndpointUse host(String host, String region) {
    return new EndpointUse(
        "data endpoint", URI.create("https://" + host), AwsRegion.of(region), Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "evil.com, eu-central-1",
    "kinesisvideo.eu-central-1.amazonaws.com.evil.com, eu-central-1",
    "evil.com.kinesisvideo.eu-central-1.amazonaws.com, eu-central-1",
    "evilkinesisvideo.eu-central-1.amazonaws.com, eu-central-1",
    "kinesisvideo.us-east-1.amazonaws.com, eu-central-1",
    "s-0123abcd.kinesisvideo.eu-central-2.amazonaws.com, eu-central-1",
    "kinesisvideo.eu-central-1.amazonaws.com@evil.com, eu-central-1",
    "kinesisvideo.eu-central-1.amazonaws.com:443@evil.com, eu-central-1",
    "kinesisvideo-eu-central-1.amazonaws.com, eu-central-1",
    "kinesisvideoxeu-central-1.amazonaws.com, eu-central-1",
    "kinesisvideo.eu-central-1xamazonaws.com, eu-central-1",
    "kinesisvideo.eu-central-1.amazonaws.com.., eu-central-1",
    "kinesisvideo..eu-central-1.amazonaws.com, eu-central-1",
    "s3.eu-central-1.amazonaws.com, eu-central-1",
    "kinesis.eu-central-1.amazonaws.com, eu-central-1",
    "amazonaws.com, eu-central-1",
    "52.28.1.2, eu-central-1",
    "[2001:db8::1], eu-central-1",
    "localhost, eu-central-1",
    "127.0.0.1, eu-central-1",
    "s-0123abcz.kinesisvideo.eu-central-1.amazonaws.com, eu-central-1",
    "s-0123abc.kinesisvideo.eu-central-1.amazonaws.com, eu-central-1",
    "s-0123456789abcdef0123456789abcdef0.kinesisvideo.eu-central-1.amazonaws.com, eu-central-1",
    "s-.kinesisvideo.eu-central-1.amazonaws.com, eu-central-1",
    "x-0123abcd.kinesisvideo.eu-central-1.amazonaws.com, eu-central-1",
    "s-0123abcd.b-0123abcd.kinesisvideo.eu-central-1.amazonaws.com, eu-central-1",
    "kinesisvideo.eu-central-1.amazonaws.com.cn, eu-central-1",
    "kinesisvideo.eu-central-1.amazonaws.eu, eu-central-1",
    "kinesisvideo.cn-north-1.amazonaws.com, cn-north-1",
    "kinesisvideo.cn-north-1.api.aws, cn-north-1",
    "kinesisvideo-fips.us-gov-east-1.amazonaws.com, us-gov-west-1",
    "kinesisvideo.us-iso-east-1.amazonaws.com, us-iso-east-1",
    "kinesisv\u0131deo.eu-central-1.amazonaws.com, eu-central-1",
    "kinesisvideo.eu-central-1.amazonaws\u3002com, eu-central-1",
    "xn--kinesisvdeo-4zb.eu-central-1.amazonaws.com, eu-central-1"
  })
  @ProvesViolated("NET-02")
  void hostThatIsNotKvsInTheRegion_isRefused(String host, String region) {
    Violation violation = trial.refused(Rules.ENDPOINT, host(host, region));

    assertThat(violation.subject()).isEqualTo("data endpoint");
    assertThat(violation.found()).startsWith("https://");
    assertThat(violation.required()).contains("KVS in " + region);
    assertThat(violation.remedy()).contains("AWS_ENDPOINT_URL");
  }

  @ParameterizedTest
  @CsvSource({
    "kinesisvideo.eu-central-1.amazonaws.com, eu-central-1",
    "KINESISVIDEO.EU-CENTRAL-1.AMAZONAWS.COM, eu-central-1",
    "kinesisvideo.eu-central-1.api.aws, eu-central-1",
    "s-0123abcd.kinesisvideo.eu-central-1.amazonaws.com, eu-central-1",
    "S-0123ABCD.kinesisvideo.eu-central-1.amazonaws.com, eu-central-1",
    "s-0123456789abcdef0123456789abcdef.kinesisvideo.eu-central-1.amazonaws.com, eu-central-1",
    "b-0123abcd.kinesisvideo.eu-central-1.amazonaws.com, eu-central-1",
    "s-0123abcd.kinesisvideo.eu-central-1.api.aws, eu-central-1",
    "kinesisvideo.cn-north-1.amazonaws.com.cn, cn-north-1",
    "s-0123abcd.kinesisvideo.cn-northwest-1.api.amazonwebservices.com.cn, cn-northwest-1",
    "kinesisvideo-fips.us-gov-west-1.amazonaws.com, us-gov-west-1",
    "s-0123abcd.kinesisvideo-fips.us-gov-east-1.amazonaws.com, us-gov-east-1",
    "kinesisvideo.us-iso-east-1.c2s.ic.gov, us-iso-east-1",
    "kinesisvideo.eusc-de-east-1.amazonaws.eu, eusc-de-east-1"
  })
  @ProvesSatisfied("NET-02")
  void hostOfKvsInTheRegion_isLetThrough(String host, String region) {
    assertThat(trial.satisfiedAlone(Rules.ENDPOINT, host(host, region))).isEqualTo(host);
  }

  @Test
  @ProvesViolated("NET-02")
  void nameWithADotAtItsEnd_isRefusedBeforeTlsCannotSayIt() {
    Violation violation =
        trial.refused(
            Rules.ENDPOINT, host("kinesisvideo.eu-central-1.amazonaws.com.", "eu-central-1"));

    assertThat(violation.found()).contains("amazonaws.com.");
    assertThat(violation.remedy()).contains("without the dot at its end");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https:", "https:///path", "urn:kinesisvideo"})
  @ProvesViolated("NET-02")
  void uriWithoutHost_isRefused(String text) {
    URI uri = text.equals("https:") ? URI.create("https:nothing") : URI.create(text);
    EndpointUse facts =
        new EndpointUse("data endpoint", uri, AwsRegion.of("eu-central-1"), Optional.empty());

    assertThat(trial.refused(Rules.ENDPOINT, facts).found()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST"})
  void standInThatWasOptedInto_isNotEvaluatedAndNotRefused(String host) {
    EndpointUse facts =
        new EndpointUse(
            "data endpoint",
            URI.create("https://" + host + ":8443"),
            AwsRegion.of("eu-central-1"),
            Optional.of(
                new LoopbackOption(URI.create("https://localhost:8443"), "tests need a stand-in")));

    assertThat(trial.notEvaluated(Rules.ENDPOINT, facts)).contains("tests need a stand-in");
    assertThat(trial.refusesUnevaluated(Rules.ENDPOINT, facts)).isFalse();
  }
}
