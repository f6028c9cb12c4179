package io.github.kvssecure.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.KeyArn;
import io.github.kvssecure.stream.StreamArn;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fuzz targets of what peers can say. The seeds run with the tests; {@code mvn -Pfuzz} fuzzes. Each
 * target may throw what its parser documents, and nothing else.
 */
class ParserFuzzTest {

  private static final AwsRegion REGION = AwsRegion.of("eu-central-1");

  @FuzzTest(maxDuration = "2m")
  void acknowledgements(byte[] data) {
    List<Acknowledgement> whole = new ArrayList<>();
    List<Acknowledgement> byBytes = new ArrayList<>();
    boolean wholeIsGood = parses(new AcknowledgementParser(1024, whole::add), data, data.length);
    boolean bytesAreGood = parses(new AcknowledgementParser(1024, byBytes::add), data, 1);
    assertThat(bytesAreGood).isEqualTo(wholeIsGood);
    assertThat(byBytes).isEqualTo(whole);
  }

  private static boolean parses(AcknowledgementParser parser, byte[] data, int step) {
    try {
      for (int at = 0; at < data.length; at += step) {
        parser.feed(ByteBuffer.wrap(data, at, Math.min(step, data.length - at)));
      }
      return true;
    } catch (MalformedResponseException e) {
      return false;
    }
  }

  @FuzzTest(maxDuration = "2m")
  void responses(byte[] data) {
    assertThat(response(data, 1)).isEqualTo(response(data, Math.max(1, data.length)));
  }

  /** What a response says, or that it is malformed; the same however it is cut. */
  private static String response(byte[] data, int step) {
    StringBuilder said = new StringBuilder();
    ResponseParser parser =
        new ResponseParser(
            new ResponseParser.Sink() {
              @Override
              public void head(ResponseHead head) {
                said.append(head.status()).append(head.errorType()).append(head.requestId());
              }

              @Override
              public void body(ByteBuffer piece) {
                said.append(StandardCharsets.ISO_8859_1.decode(piece));
              }
            });
    try {
      for (int at = 0; at < data.length; at += step) {
        parser.feed(ByteBuffer.wrap(data, at, Math.min(step, data.length - at)));
      }
      return said + (parser.isEnded() ? " ended" : " open");
    } catch (MalformedResponseException e) {
      return "malformed";
    }
  }

  @FuzzTest(maxDuration = "2m")
  void endpoints(byte[] data) {
    URI uri;
    try {
      uri = new URI(new String(data, StandardCharsets.UTF_8));
    } catch (URISyntaxException e) {
      return;
    }
    Facts.EndpointUse use = new Facts.EndpointUse("endpoint", uri, REGION, Optional.empty());
    boolean admitted =
        Rules.DATA_ENDPOINT.stream()
            .map(rule -> rule.evaluate(use, SecurityPolicy.strict()))
            .noneMatch(Decision.Violated.class::isInstance);
    if (admitted) {
      assertThat(uri.getScheme()).isEqualToIgnoringCase("https");
      assertThat(uri.getHost().toLowerCase(java.util.Locale.ROOT))
          .matches("(.*\\.)?kinesisvideo(-fips)?\\.eu-central-1\\.(amazonaws\\.com|api\\.aws)\\.?");
    }
  }

  @FuzzTest(maxDuration = "2m")
  void streamArns(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    StreamArn.parse(text)
        .ifPresent(
            arn -> {
              assertThat(arn.value()).isEqualTo(text);
              assertThat(text).matches("arn:[!-~]+");
            });
  }

  @FuzzTest(maxDuration = "2m")
  void keyArns(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    KeyArn.parse(text)
        .ifPresent(
            arn -> {
              assertThat(arn.value()).isEqualTo(text);
              assertThat(text).matches("arn:[!-~]+:kms:[!-~]+");
            });
  }

  @FuzzTest(maxDuration = "2m")
  void roleArns(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    RoleArn arn;
    try {
      arn = RoleArn.of(text);
    } catch (IllegalArgumentException e) {
      return;
    }
    assertThat(arn.value()).isEqualTo(text);
    assertThat(text).matches("arn:[!-~]+:iam::[0-9]{12}:role/[!-~]+");
  }
}
