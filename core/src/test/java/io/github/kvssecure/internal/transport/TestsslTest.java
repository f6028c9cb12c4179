package io.github.kvssecure.internal.transport;

import static io.github.kvssecure.internal.transport.RecordingListener.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.LocalKvsBuilder;
import io.github.kvssecure.local.tls.ServerCertificate;
import io.github.kvssecure.policy.TlsPolicy;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException.Failure;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The stand-in in the eyes of testssl.sh, which is not ours: what it reports of versions, suites,
 * forward secrecy and certificate leads to the decision that an upload takes.
 */
@NeedsTestssl
class TestsslTest {

  private static final String STRONG = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
  private static final String WITHOUT_AEAD = "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384";

  @TempDir Path directory;

  static Stream<Arguments> standIns() {
    return Stream.of(
        Arguments.of("as it is", LocalKvs.builder(), Failure.REFUSED_BY_SERVICE),
        Arguments.of(
            "TLS 1.2 with AES-GCM",
            LocalKvs.builder().tlsProtocols("TLSv1.2").cipherSuites(STRONG),
            Failure.REFUSED_BY_SERVICE),
        Arguments.of(
            "TLS 1.2 with AES-CBC",
            LocalKvs.builder().tlsProtocols("TLSv1.2").cipherSuites(WITHOUT_AEAD),
            Failure.TLS_NEGOTIATION),
        Arguments.of("expired", certificate(ServerCertificate.EXPIRED), Failure.PEER_UNTRUSTED),
        Arguments.of(
            "self-signed",
            certificate(ServerCertificate.SELF_SIGNED_UNTRUSTED),
            Failure.PEER_UNTRUSTED),
        Arguments.of("wrong name", certificate(ServerCertificate.WRONG_NAME), Failure.PEER_NAME),
        Arguments.of("address only", certificate(ServerCertificate.IP_ONLY), Failure.PEER_NAME));
  }

  private static LocalKvsBuilder certificate(ServerCertificate kind) {
    return LocalKvs.builder().certificate(kind);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("standIns")
  void report_agreesWithOurDecision(String what, LocalKvsBuilder settings, Failure ours)
      throws Exception {
    try (LocalKvs kvs = settings.start()) {
      Map<String, String> report = report(kvs);
      assertThat(report)
          .containsEntry("SSLv2", "not offered")
          .containsEntry("SSLv3", "not offered")
          .containsEntry("TLS1", "not offered")
          .containsEntry("TLS1_1", "not offered");

      // The stand-in refuses the credentials of this test, once TLS is as it should be.
      assertThat(failure(kvs)).isEqualTo(ours);
      assertThat(decision(report)).as("from %s", report).isEqualTo(ours);
    }
  }

  /** What the report means for an upload. */
  private static Failure decision(Map<String, String> report) {
    boolean modern =
        Stream.of("TLS1_2", "TLS1_3").anyMatch(v -> value(report, v).startsWith("offered"));
    if (!modern
        || !value(report, "cipherlist_STRONG").equals("offered")
        || !value(report, "PFS").equals("offered")) {
      return Failure.TLS_NEGOTIATION;
    }
    if (!value(report, "cert_chain_of_trust").startsWith("passed")
        || value(report, "cert_expirationStatus").contains("expired")) {
      return Failure.PEER_UNTRUSTED;
    }
    return value(report, "cert_trust").contains("Ok via SAN")
        ? Failure.REFUSED_BY_SERVICE
        : Failure.PEER_NAME;
  }

  private static String value(Map<String, String> report, String id) {
    return report.getOrDefault(id, "");
  }

  private static Failure failure(LocalKvs kvs) {
    TransportSettings settings =
        TransportSettings.defaults()
            .withTrust(TlsContext.of(TlsPolicy.strict(), List.of(kvs.caCertificate())));
    try (PutMediaTransport transport = PutMediaTransport.start(settings)) {
      RecordingListener listener = new RecordingListener();
      transport.open(Requests.to(kvs.endpoint()), new QueuedBody().end(), listener);
      UploadEnd end = await(listener.end);
      return ((UploadEnd.Broken) end).cause().failure();
    }
  }

  /** Findings by id. */
  private Map<String, String> report(LocalKvs kvs) throws Exception {
    Path json = directory.resolve("report.json");
    Process process =
        new ProcessBuilder(
                NeedsTestssl.Condition.program().orElseThrow().toString(),
                "--quiet",
                "--color=0",
                "--warnings=off",
                "--nodns=min",
                "--ip=127.0.0.1",
                "--add-ca=" + kvs.caCertificatePem(directory),
                "--protocols",
                "--std",
                "--pfs",
                "--server-defaults",
                "--jsonfile=" + json,
                "localhost:" + kvs.endpoint().getPort())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("printed.txt").toFile())
            .start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(10, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended).as("testssl ends").isTrue();
    Map<String, String> findings = new HashMap<>();
    for (JsonNode finding : new ObjectMapper().readTree(json.toFile())) {
      findings.putIfAbsent(finding.path("id").asText(), finding.path("finding").asText());
    }
    return findings;
  }
}
