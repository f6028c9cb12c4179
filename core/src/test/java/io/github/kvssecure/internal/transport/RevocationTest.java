package io.github.kvssecure.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.zoo.Heard;
import io.github.kvssecure.zoo.RevocationList;
import io.github.kvssecure.zoo.RevocationList.Says;
import io.github.kvssecure.zoo.Zoo;
import io.github.kvssecure.zoo.ZooServer;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the property that NET-16 asks for does: the JDK then fetches the list that a certificate
 * points at, here from this machine.
 */
class RevocationTest {

  private static final String HOST = "kinesisvideo.eu-central-1.amazonaws.com";
  private static final List<String> SWITCHES =
      List.of("com.sun.net.ssl.checkRevocation", "com.sun.security.enableCRLDP");

  private ZooServer server;

  @BeforeEach
  void open() throws Exception {
    server = new ZooServer();
    SWITCHES.forEach(name -> System.setProperty(name, "true"));
  }

  @AfterEach
  void close() throws Exception {
    SWITCHES.forEach(System::clearProperty);
    server.close();
  }

  private HttpsResponse ask() throws HttpsException {
    TransportSettings settings =
        TransportSettings.defaults()
            .withTrust(TlsContext.trustingOnly(Zoo.authorities()))
            .withResolver((host, port) -> server.addresses());
    return new HttpsExchange(settings, HttpsLimits.defaults())
        .send(HttpsRequest.get(URI.create("https://" + HOST + "/")), evidence -> {});
  }

  @ParameterizedTest
  @EnumSource(names = {"REVOKED", "NOTHING"})
  @ProvesViolated("NET-16")
  void certificateThatIsRevokedOrOfWhichNobodyTells_isRefused(Says says) throws Exception {
    try (RevocationList list = new RevocationList(HOST, says)) {
      Heard heard = server.show(list.peer());

      HttpsException refused = catchThrowableOfType(HttpsException.class, this::ask);

      assertThat(refused).isNotNull();
      assertThat(refused.failure()).isEqualTo(Failure.PEER_UNTRUSTED);
      heard.awaitEnd();
      assertThat(heard.decryptedBytes()).isZero();
    }
  }

  @Test
  @ProvesSatisfied("NET-16")
  void certificateThatIsNotRevoked_isAdmitted() throws Exception {
    try (RevocationList list = new RevocationList(HOST, Says.GOOD)) {
      Heard heard = server.show(list.peer());

      ask();

      heard.awaitEnd();
      assertThat(heard.decryptedBytes()).isPositive();
    }
  }

  @Test
  void revokedCertificate_isAdmittedByAJvmThatDoesNotLook() throws Exception {
    SWITCHES.forEach(System::clearProperty);
    try (RevocationList list = new RevocationList(HOST, Says.REVOKED)) {
      Heard heard = server.show(list.peer());

      ask();

      heard.awaitEnd();
      assertThat(heard.decryptedBytes()).isPositive();
    }
  }
}
