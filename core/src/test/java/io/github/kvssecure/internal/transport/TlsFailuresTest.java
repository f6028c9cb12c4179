package io.github.kvssecure.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.spi.UploadException;
import io.github.kvssecure.spi.UploadException.Failure;
import java.io.EOFException;
import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLProtocolException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsFailuresTest {

  @ParameterizedTest
  @CsvSource({
    "No subject alternative DNS name matching localhost found., PEER_NAME",
    "No subject alternative names matching IP address 127.0.0.1 found, PEER_NAME",
    "No name matching localhost found, PEER_NAME",
    "something new about certificates, PEER_UNTRUSTED"
  })
  void certificateText_tellsNameFromTrust(String text, Failure expected) {
    assertThat(TlsFailures.classify(handshake("x", new CertificateException(text)), true))
        .isEqualTo(expected);
  }

  @Test
  void certificateTypes_areAboutTrust() {
    assertThat(TlsFailures.classify(handshake("x", new CertificateExpiredException()), true))
        .isEqualTo(Failure.PEER_UNTRUSTED);
    CertificateException path =
        new CertificateException("No name matching", new CertPathBuilderException()) {
          private static final long serialVersionUID = 1L;
        };
    assertThat(TlsFailures.classify(handshake("x", path), true)).isEqualTo(Failure.PEER_UNTRUSTED);
  }

  @ParameterizedTest
  @CsvSource({
    "Received fatal alert: handshake_failure, TLS_NEGOTIATION",
    "(handshake_failure) Received fatal alert: handshake_failure, TLS_NEGOTIATION",
    "Received fatal alert: protocol_version, TLS_NEGOTIATION",
    "Received fatal alert: insufficient_security, TLS_NEGOTIATION",
    "Received fatal alert: internal_error, TLS",
    "Received fatal alert: bad_certificate, TLS",
    "No appropriate protocol (protocol is disabled or cipher suites are inappropriate), TLS_NEGOTIATION",
    "Unknown trouble, TLS"
  })
  void handshakeText_tellsNegotiationFromTheRest(String text, Failure expected) {
    assertThat(TlsFailures.classify(handshake(text, null), true)).isEqualTo(expected);
    assertThat(TlsFailures.classify(handshake(text, null), false)).isEqualTo(Failure.TLS);
  }

  @Test
  void whatIsNotTls_isALostConnection() {
    for (IOException lost :
        new IOException[] {
          new IOException("Connection reset"), new EOFException(), new PeerClosedException()
        }) {
      assertThat(TlsFailures.classify(lost, true)).isEqualTo(Failure.CONNECTION_LOST);
      assertThat(TlsFailures.classify(lost, false)).isEqualTo(Failure.CONNECTION_LOST);
    }
    assertThat(TlsFailures.classify(new SSLProtocolException("x"), false)).isEqualTo(Failure.TLS);
  }

  @Test
  void failuresThatCanPass_areRetryableAndCertificatesAreNot() {
    assertThat(TlsFailures.describe(new IOException("x"), "h", false).isRetryable()).isTrue();
    assertThat(TlsFailures.describe(new SSLException("x"), "h", true).isRetryable()).isTrue();
    UploadException refused =
        TlsFailures.describe(handshake("x", new CertificateExpiredException()), "host.name", true);
    assertThat(refused.isRetryable()).isFalse();
    assertThat(refused)
        .hasMessageContaining("host.name")
        .hasRootCauseInstanceOf(CertificateExpiredException.class);
  }

  private static IOException handshake(String text, @Nullable Throwable cause) {
    SSLHandshakeException failure = new SSLHandshakeException(text);
    if (cause != null) {
      failure.initCause(cause);
    }
    return failure;
  }
}
