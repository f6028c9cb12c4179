package io.github.kvssecure.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.kvssecure.identity.IotEndpoint;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.IotRules;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.KeyArn;
import io.github.kvssecure.stream.StreamArn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Fuzz targets of what peers can say. The seeds run with the tests; {@code mvn -Pfuzz} fuzzes. Each
 * target may throw what its parser documents, and nothing else.
 */
class ParserFuzzTest {

  private static final AwsRegion REGION = AwsRegion.of("eu-central-1");
  private static final ServerSocketChannel PROXY = listening();

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
      assertThat(uri.getHost().toLowerCase(Locale.ROOT))
          .matches("(.*\\.)?kinesisvideo(-fips)?\\.eu-central-1\\.(amazonaws\\.com|api\\.aws)\\.?");
    }
  }

  @FuzzTest(maxDuration = "2m")
  void iotEndpoints(byte[] data) {
    IotEndpoint endpoint;
    try {
      endpoint = IotEndpoint.of(new String(data, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return;
    }
    Facts.EndpointUse use =
        new Facts.EndpointUse("endpoint", endpoint.uri(), REGION, Optional.empty());
    boolean admitted =
        IotRules.ENDPOINT.stream()
            .map(rule -> rule.evaluate(use, SecurityPolicy.strict()))
            .noneMatch(Decision.Violated.class::isInstance);
    if (admitted) {
      assertThat(endpoint.uri().getScheme()).isEqualToIgnoringCase("https");
      assertThat(endpoint.uri().getHost().toLowerCase(Locale.ROOT))
          .matches(
              "([a-z0-9]+\\.credentials\\.iot|data\\.credentials\\.iot-fips)"
                  + "\\.eu-central-1\\.amazonaws\\.com");
    }
  }

  @FuzzTest(maxDuration = "2m")
  void deviceCredentials(byte[] data) {
    Map<String, FlatJson.Value> members;
    try {
      members = FlatJson.parseInner(data, "credentials");
    } catch (MalformedResponseException e) {
      return;
    }
    assertThat(new String(data, StandardCharsets.UTF_8).strip()).startsWith("{").endsWith("}");
    assertThat(members.values()).allSatisfy(value -> assertThat(value.text()).isNotNull());
  }

  /** The socket blocks, so that one step meets everything that the proxy says. */
  @FuzzTest(maxDuration = "2m")
  void proxyAnswers(byte[] data) throws IOException {
    ProxyRoute.Proxy proxy = ProxyRoute.Proxy.plain("127.0.0.1", PROXY.socket().getLocalPort());
    try (SocketChannel client = SocketChannel.open(PROXY.getLocalAddress());
        SocketChannel server = PROXY.accept()) {
      byte[] said = Arrays.copyOf(data, Math.min(data.length, 10_000));
      server.write(ByteBuffer.wrap(said));
      server.shutdownOutput();
      ProxyTunnel tunnel =
          ProxyTunnel.begin(proxy, "kvs.example:443", client, TransportSettings.defaults());
      TlsChannel.Progress progress;
      try {
        progress = tunnel.advance();
      } catch (IOException e) {
        return;
      }
      assertThat(progress).isEqualTo(TlsChannel.Progress.DONE);
      assertThat(new String(said, StandardCharsets.ISO_8859_1))
          .matches("(?s)HTTP/1\\.[01] 2[0-9][0-9]((?: |\\r\\n).*)?\\r\\n\\r\\n");
    }
  }

  private static ServerSocketChannel listening() {
    try {
      return ServerSocketChannel.open()
          .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
