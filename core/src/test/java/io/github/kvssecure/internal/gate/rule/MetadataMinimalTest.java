package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.internal.gate.rule.CreationFacts.PublishedMetadata;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.Tags;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** BP-07: what is written beside the media. */
class MetadataMinimalTest {

  private static final GateTrial BLOCKING =
      GateTrial.of(Control.BP_07)
          .under(SecurityPolicy.strict().raise(Control.BP_07, Severity.BLOCK));

  private static PublishedMetadata tagged(String value) {
    return new PublishedMetadata(Camera.STREAM, Map.of(), Tags.of("note", value));
  }

  @ParameterizedTest
  @CsvSource({
    "jane.doe@example.com, an e-mail address",
    "call +49 30 901820, a telephone number",
    "+1-202-555-0143, a telephone number",
    "AKIAIOSFODNN7EXAMPLE, an access key id",
    "key=ASIAIOSFODNN7EXAMPLE, an access key id",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc, a token",
    "-----BEGIN EC PRIVATE KEY-----, a private key",
  })
  @ProvesViolated("BP-07")
  void tellingTag_isNamedButNotRepeated(String value, String kind) {
    Violation violation = BLOCKING.refused(Rules.PUBLISHED, tagged(value));

    assertThat(violation.found()).isEqualTo(kind + " in the tag 'note'");
    assertThat(violation.toString()).doesNotContain(value);
  }

  @Test
  void everyPlaceIsLookedAt_andNoneIsRepeated() {
    Violation violation =
        BLOCKING.refused(
            Rules.PUBLISHED,
            new PublishedMetadata(
                StreamName.of("cam-AKIAIOSFODNN7EXAMPLE"),
                Map.of("session name", "jane@example.com"),
                Tags.of("joe@example.com", "+4930901820")));

    assertThat(violation.found())
        .isEqualTo(
            "an access key id in the stream name, an e-mail address in the session name,"
                + " an e-mail address in the key of a tag, a telephone number in a tag");
    assertThat(violation.toString())
        .doesNotContain("AKIA")
        .doesNotContain("@example.com")
        .doesNotContain("901820");
  }

  /** AWS says to keep metadata free of personal data, but no page of KVS forbids it. */
  @Test
  void tellingTag_isOnlyWarnedOf() {
    assertThat(GateTrial.of(Control.BP_07).warned(Rules.PUBLISHED, tagged("jane@example.com")))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "front-door",
        "KA-1234 at gate 7",
        "4930901820",
        "SN+4930901820",
        "2026-11-24T01:31:56+01:00",
        "+12",
        "00000000-0000-4000-8000-000000000000",
        "arn:aws:iam::123456789012:role/door",
        "door@home",
        "AROAIOSFODNN7EXAMPLE",
        "eyJ",
      })
  @ProvesSatisfied("BP-07")
  void namesOfPlacesTeamsAndDevices_areLetThrough(String value) {
    assertThat(GateTrial.of(Control.BP_07).satisfiedAlone(Rules.PUBLISHED, tagged(value)))
        .contains("1 tags")
        .contains("metadata of fragments is looked at when it is put");
  }
}
