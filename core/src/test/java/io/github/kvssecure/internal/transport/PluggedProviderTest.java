package io.github.kvssecure.internal.transport;

import static io.github.kvssecure.internal.transport.RecordingListener.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.policy.TlsPolicy;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.zoo.Zoo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * TLS of Conscrypt, and cryptography of the Amazon Corretto Crypto Provider below the JDK's TLS.
 */
class PluggedProviderTest {

  /** Which of these a failed handshake is, providers say in words of their own. */
  private static final Set<Failure> OF_TLS =
      Set.of(Failure.TLS, Failure.TLS_NEGOTIATION, Failure.CONNECTION_LOST);

  /** Its sessions do not tell the JDK's verification that they take such signatures. */
  private static final String NOT_WITH_CONSCRYPT = "RSA, signed with RSASSA-PSS";

  /** Certificates that Conscrypt's own parser refuses before anybody verifies them. */
  private static final Set<String> REFUSED_BY_ITS_PARSER =
      Set.of("no certificate, but bytes", "to sign certificates only", "to agree on keys only");

  private final TlsPolicy conscrypt = TlsPolicy.strict().through(Conscrypt.newProvider());

  @Test
  void conscrypt_isWhatSpeaks() {
    SSLEngine engine = TlsContext.of(conscrypt, List.of()).engine("localhost", 443);
    assertThat(Conscrypt.isConscrypt(engine)).isTrue();
    assertThat(conscrypt).asString().contains("provider=Conscrypt");
  }

  @Test
  void conscrypt_connectsToTheStandIn() {
    try (LocalKvs kvs = LocalKvs.start();
        PutMediaTransport transport =
            PutMediaTransport.start(
                TransportSettings.defaults()
                    .withTls(TlsSettings.of(conscrypt))
                    .withTrust(TlsContext.of(conscrypt, List.of(kvs.caCertificate()))))) {
      RecordingListener listener = new RecordingListener();
      transport.open(Requests.to(kvs.endpoint()), new QueuedBody().end(), listener);

      assertThat(await(listener.connected).tls().protocol()).isEqualTo("TLSv1.3");
      // The stand-in knows none of these credentials, and says so over TLS that works.
      assertThat(listener.awaitFailure()).isEqualTo(Failure.REFUSED_BY_SERVICE);
    }
  }

  @Test
  void conscrypt_callsTheStandIn() throws Exception {
    try (LocalKvs kvs = LocalKvs.start()) {
      HttpsExchange exchange =
          new HttpsExchange(
              TransportSettings.defaults()
                  .withTls(TlsSettings.of(conscrypt))
                  .withTrust(TlsContext.of(conscrypt, List.of(kvs.caCertificate()))),
              HttpsLimits.defaults());
      assertThat(exchange.send(HttpsRequest.get(kvs.endpoint()), evidence -> {}).status())
          .isGreaterThanOrEqualTo(400);
    }
  }

  @Test
  void conscrypt_decidesAsTheTableSays() throws Exception {
    List<ZooVisit.Outcome> outcomes = ZooVisit.with(conscrypt);
    assertThat(outcomes).hasSameSizeAs(Zoo.all());
    assertThat(outcomes).filteredOn(outcome -> !outcome.isSafe()).isEmpty();
    assertThat(outcomes)
        .filteredOn(ZooVisit.Outcome::isStricter)
        .extracting(outcome -> outcome.specimen().name())
        .containsExactly(NOT_WITH_CONSCRYPT);
    assertThat(outcomes).filteredOn(PluggedProviderTest::hasAnotherReason).isEmpty();
  }

  private static boolean hasAnotherReason(ZooVisit.Outcome outcome) {
    Optional<Failure> expected = outcome.specimen().refusal();
    Optional<Failure> found = outcome.failure();
    boolean bothOfTls =
        expected.filter(OF_TLS::contains).isPresent() && found.filter(OF_TLS::contains).isPresent();
    boolean refusedEarlier =
        REFUSED_BY_ITS_PARSER.contains(outcome.specimen().name())
            && found.filter(OF_TLS::contains).isPresent();
    return expected.isPresent() && !expected.equals(found) && !bothOfTls && !refusedEarlier;
  }

  @ParameterizedTest
  @CsvSource({"ACCP, AmazonCorrettoCryptoProvider", "Conscrypt, Conscrypt"})
  void providerBeforeTheJdks_changesNoDecision(String which, String provider) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ZooVisit.class.getName(),
                which)
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(printed)
        .contains("AES-GCM by " + provider, "visited " + Zoo.all().size())
        .doesNotContain("UNSAFE");
    assertThat(printed.lines().filter(line -> line.startsWith("STRICTER")))
        .isSubsetOf("STRICTER " + NOT_WITH_CONSCRYPT);
  }

  @Test
  void providerWithoutTls_isNotPluggedInButInstalledBelow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsPolicy.strict().through(AmazonCorrettoCryptoProvider.INSTANCE))
        .withMessageContaining("no SSLContext");
  }
}
