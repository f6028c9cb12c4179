package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.tls.ServerCertificate;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import io.github.kvssecure.stream.StreamName;
import java.security.cert.X509Certificate;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom calls of the control plane refuse, whatever the process does to the JDK's client. */
class ControlPlanePeerTest {

  @ParameterizedTest
  @EnumSource(value = ServerCertificate.class, mode = EnumSource.Mode.EXCLUDE, names = "NORMAL")
  void certificateThatDoesNotProveTheHost_isRefused(ServerCertificate certificate) {
    try (LocalKvs kvs = LocalKvs.builder().certificate(certificate).start()) {
      assertUntrusted(kvs, kvs.caCertificate());
    }
  }

  @Test
  void authorityNobodyNamed_isRefused() {
    try (LocalKvs kvs = LocalKvs.start();
        LocalKvs other = LocalKvs.start()) {
      assertUntrusted(kvs, other.caCertificate());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ServerCertificate.class,
      names = {"WRONG_NAME", "IP_ONLY"})
  void wrongName_isRefusedEvenIfTheProcessVerifiesNoNames(ServerCertificate certificate) {
    HostnameVerifier before = HttpsURLConnection.getDefaultHostnameVerifier();
    HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> true);
    try (LocalKvs kvs = LocalKvs.builder().certificate(certificate).start()) {
      assertUntrusted(kvs, kvs.caCertificate());
    } finally {
      HttpsURLConnection.setDefaultHostnameVerifier(before);
    }
  }

  private static void assertUntrusted(LocalKvs kvs, X509Certificate authority) {
    SessionCredentialsProvider principal =
        StandIn.principal(
            kvs, StandIn.source(kvs.identities().roleSession(LocalIdentities.ADMINISTRATOR)));
    try (AwsControlPlane controlPlane =
        new AwsControlPlane(StandIn.clients(kvs, authority), principal)) {
      assertThatExceptionOfType(ControlPlaneException.class)
          .isThrownBy(() -> controlPlane.describe(StreamName.of("door")))
          .satisfies(
              failure -> {
                assertThat(failure.errorCode()).isEqualTo(FailureTranslation.UNTRUSTED_PEER);
                assertThat(failure.isRetryable()).isFalse();
              });
    }
    assertThat(kvs.calls()).isEmpty();
  }
}
