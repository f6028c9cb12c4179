package io.github.kvssecure.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.spi.UploadRequest;
import io.github.kvssecure.stream.AwsRegion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The request head, before and after it is signed. */
class RequestSignerTest {

  private static final URI ENDPOINT =
      URI.create("https://s-1a2b3c4d.kinesisvideo.eu-central-1.amazonaws.com");

  @Test
  void head_isWhatTheServiceExpects() {
    Map<String, String> headers = headers(signed(ENDPOINT, Requests.CREDENTIALS));
    assertThat(headers)
        .containsEntry("host", "s-1a2b3c4d.kinesisvideo.eu-central-1.amazonaws.com")
        .containsEntry("x-amzn-stream-arn", Requests.STREAM.value())
        .containsEntry("x-amzn-fragment-timecode-type", "ABSOLUTE")
        .containsEntry("x-amzn-producer-start-timestamp", "1730800000.005")
        .containsEntry("x-amzn-fragment-acknowledgment-required", "1")
        .containsEntry("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
        .containsEntry("x-amz-date", "20261123T120000Z")
        .containsEntry("x-amz-security-token", "example//token==")
        .containsEntry("transfer-encoding", "chunked")
        .containsEntry("connection", "keep-alive")
        .containsKey("user-agent")
        .doesNotContainKey("x-amzn-stream-name")
        .doesNotContainKey("content-length");
    assertThat(signed(ENDPOINT, Requests.CREDENTIALS))
        .startsWith("POST /putMedia HTTP/1.1\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void signature_isValidAndCoversEverythingButHopByHopHeaders() {
    SignatureVerifier verifier =
        new SignatureVerifier(headers(signed(ENDPOINT, Requests.CREDENTIALS)));
    assertThat(verifier.scope()).isEqualTo("20261123/eu-central-1/kinesisvideo/aws4_request");
    assertThat(verifier.accessKeyId()).isEqualTo(Requests.CREDENTIALS.accessKeyId());
    assertThat(verifier.signedHeaders())
        .containsExactly(
            "host",
            "x-amz-content-sha256",
            "x-amz-date",
            "x-amz-security-token",
            "x-amzn-fragment-acknowledgment-required",
            "x-amzn-fragment-timecode-type",
            "x-amzn-producer-start-timestamp",
            "x-amzn-stream-arn");
    assertThat(verifier.isValid("POST", "/putMedia", Requests.CREDENTIALS)).isTrue();
    assertThat(verifier.isValid("POST", "/putmedia", Requests.CREDENTIALS)).isFalse();
    assertThat(
            verifier.isValid(
                "POST",
                "/putMedia",
                SessionCredentials.of("ASIA", "other", Optional.empty(), Optional.empty())))
        .isFalse();
  }

  @Test
  void hostOfAnotherPort_isSignedWithThePort() {
    Map<String, String> headers =
        headers(signed(URI.create("https://localhost:8443/"), Requests.CREDENTIALS));
    assertThat(headers).containsEntry("host", "localhost:8443");
    assertThat(new SignatureVerifier(headers).isValid("POST", "/putMedia", Requests.CREDENTIALS))
        .isTrue();
  }

  @Test
  void port443_isNotNamed() {
    assertThat(headers(signed(URI.create("https://localhost:443"), Requests.CREDENTIALS)))
        .containsEntry("host", "localhost");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cr3t\r\nx-evil: 1", "s3cr3t\u00f6", "s3cr3t\u0000", "s3cr3t\tx"})
  void tokenThatCannotStandInAHeader_isRefusedWithoutShowingIt(String token) {
    SessionCredentials credentials =
        SessionCredentials.of("ASIAEXAMPLE", "secret", Optional.of(token), Optional.empty());
    assertThatThrownBy(() -> RequestSigner.requireHeaderValues(credentials))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x-amz-security-token")
        .hasMessageNotContaining("s3cr3t");
  }

  @Test
  void accessKeyIdThatCannotStandInAHeader_isRefused() {
    SessionCredentials credentials =
        SessionCredentials.of("ASIA\nX: 1", "secret", Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> RequestSigner.requireHeaderValues(credentials))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("authorization");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost",
        "https://user@localhost",
        "https://localhost/path",
        "https://localhost?q",
        "https://localhost#f",
        "https://127.0.0.1",
        "https://[::1]:8443",
        "https://s-0123abcd.kinesisvideo.eu-central-1.amazonaws.com.",
        "https:localhost",
        "localhost"
      })
  void endpointThatIsNotBareHttpsWithAName_isRefused(String endpoint) {
    UploadRequest request = Requests.to(URI.create(endpoint));
    assertThatThrownBy(() -> RequestHead.of(request, "agent"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("data endpoint");
  }

  @Test
  void userAgentWithALineEnd_isRefused() {
    UploadRequest request = Requests.to(ENDPOINT);
    assertThatThrownBy(() -> RequestHead.of(request, "agent\r\nx: y"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("user-agent");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.000",
    "5, 0.005",
    "50, 0.050",
    "999, 0.999",
    "1000, 1.000",
    "1730800000123, 1730800000.123",
    "253402300799999, 253402300799.999"
  })
  void timestamp_hasThreeDecimalsInEveryLocale(long millis, String expected) {
    Locale before = Locale.getDefault();
    try {
      for (String tag : List.of("en-US", "fr-FR", "ar-EG-u-nu-arab", "th-TH-u-nu-thai")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertThat(RequestHead.epochSeconds(Instant.ofEpochMilli(millis))).isEqualTo(expected);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void timestampBefore1970_isRefused() {
    Instant before = Instant.ofEpochMilli(-1);
    assertThatThrownBy(() -> RequestHead.epochSeconds(before))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String signed(URI endpoint, SessionCredentials credentials) {
    Clock clock = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
    RequestHead head = RequestHead.of(Requests.to(endpoint), "agent");
    return new String(
        new RequestSigner(clock).sign(head, AwsRegion.of("eu-central-1"), credentials),
        StandardCharsets.US_ASCII);
  }

  private static Map<String, String> headers(String head) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : head.substring(head.indexOf('\n') + 1).split("\r\n", -1)) {
      int colon = line.indexOf(": ");
      if (colon > 0) {
        assertThat(headers.put(line.substring(0, colon), line.substring(colon + 2))).isNull();
      }
    }
    return headers;
  }
}
