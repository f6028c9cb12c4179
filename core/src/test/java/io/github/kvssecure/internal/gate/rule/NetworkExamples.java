package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.event.ConnectionEvidence.Anchor;
import io.github.kvssecure.event.ConnectionEvidence.PeerCertificate;
import io.github.kvssecure.event.ConnectionEvidence.Route;
import io.github.kvssecure.event.ConnectionEvidence.TlsParameters;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.media.AcknowledgementError;
import io.github.kvssecure.policy.AddressRange;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.NetworkPolicy;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException;
import io.github.kvssecure.spi.UploadResponse;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One violation of each control of the way to AWS, for the page of controls. */
final class NetworkExamples {

  private static final SecurityPolicy POLICY =
      SecurityPolicy.strict()
          .withNetwork(NetworkPolicy.fips().requiringPrivatePath())
          .raise(Control.NET_14, Severity.WARN)
          .raise(Control.NET_16, Severity.WARN);

  private final Map<Control, Violation> violations = new EnumMap<>(Control.class);

  private NetworkExamples() {}

  /** The first violation of each. */
  static Map<Control, Violation> all() {
    NetworkExamples examples = new NetworkExamples();
    examples.environment();
    examples.connection();
    examples.wire();
    return examples.violations;
  }

  private <F> void show(List<Rule<F>> rules, F facts) {
    for (Rule<F> rule : rules) {
      if (rule.evaluate(facts, POLICY) instanceof Decision.Violated violated) {
        violations.putIfAbsent(rule.control(), violated.violation());
      }
    }
  }

  private void environment() {
    show(
        Rules.ENDPOINT_OVERRIDES,
        new NetworkFacts.EndpointOverrides(
            List.of("AWS_ENDPOINT_URL_KINESIS_VIDEO"), Optional.empty()));
    show(
        Rules.PROXY,
        new NetworkFacts.ProxyUse(
            Optional.of(
                new NetworkFacts.NamedProxy(
                    "HTTPS_PROXY",
                    "proxy.example.com",
                    3128,
                    false,
                    NetworkFacts.ProxyLogin.NONE))));
    show(
        Rules.TLS_ENVIRONMENT,
        new NetworkFacts.TlsEnvironment(List.of("x25519", "secp256r1"), false));
    show(
        List.of(new FipsEndpoint(), new FipsCryptography()),
        new Facts.EndpointUse(
            "control plane endpoint", Camera.ENDPOINT, Camera.REGION, Optional.empty()));
  }

  private void connection() {
    InetSocketAddress address = new InetSocketAddress(loopback(), 443);
    show(
        List.of(new ChainOfAws(), new PrivatePath(), new ResolvedAddress()),
        new Facts.HandshakeDone(
            new ConnectionEvidence(
                Camera.HOST,
                address,
                new TlsParameters("TLSv1.3", "TLS_AES_256_GCM_SHA384", "HTTPS"),
                new PeerCertificate(
                    "ab".repeat(32),
                    List.of(Camera.HOST),
                    "CN=Company inspection",
                    Optional.of(new Anchor("CN=Company inspection", "cd".repeat(32)))),
                new Route(List.of(AddressRange.of("10.0.0.1/32").network()), Optional.empty()))));
    show(
        Rules.CLOCK,
        new NetworkFacts.ClockReading(
            "kinesisvideo.eu-central-1.amazonaws.com", Duration.ofMinutes(7)));
    show(
        Rules.SIGNED_HEAD,
        new NetworkFacts.SignedHead(
            Camera.STREAM,
            Set.of("host", "x-amz-date", "x-amzn-stream-arn"),
            Set.of("host", "x-amz-date")));
  }

  private static java.net.InetAddress loopback() {
    return AddressRange.of("127.0.0.1/32").network();
  }

  private void wire() {
    show(
        List.of(new NoRedirect()),
        new Facts.Answer(
            Camera.STREAM,
            Optional.of(
                new UploadResponse(302, Optional.empty(), Optional.empty(), Duration.ZERO))));
    show(
        Rules.MEDIA_TIME,
        new WireFacts.MediaTime(Camera.STREAM, java.time.Instant.EPOCH, Camera.NOW));
    show(
        Rules.UPLOAD_OVER,
        new WireFacts.UploadOver(
            Camera.STREAM,
            new UploadEnd.Broken(
                new UploadException(UploadException.Failure.CONNECTION_LOST, true, "cut"),
                Optional.empty())));
    show(
        Rules.ERROR,
        new WireFacts.ErrorReported(Camera.STREAM, new AcknowledgementError(17, "UNHEARD_OF")));
    show(Rules.RATE, new WireFacts.UploadRate(Camera.STREAM, 120e6, 1));
  }
}
