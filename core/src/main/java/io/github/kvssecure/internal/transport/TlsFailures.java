package io.github.kvssecure.internal.transport;

import io.github.kvssecure.spi.UploadException;
import io.github.kvssecure.spi.UploadException.Failure;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Says which failure an exception of the socket or the TLS layer stands for. */
final class TlsFailures {

  /** Alerts (RFC 8446, 6.2) by which a peer says that versions or suites do not meet. */
  private static final Set<String> NEGOTIATION_ALERTS =
      Set.of("protocol_version", "handshake_failure", "insufficient_security");

  /** How JSSE tells of an alert; newer JDKs put the alert's name before it, too. */
  private static final String ALERT = "received fatal alert: ";

  /** What Conscrypt says of every failure, before it says which. */
  private static final String OF_EVERY_FAILURE = "usually a protocol error";

  private TlsFailures() {}

  /**
   * The upload's failure.
   *
   * @param cause from the engine or the socket; becomes the cause of the result
   * @param host the name that was asked for
   * @param inHandshake whether the handshake was still going on
   * @return what to report; only failures that can pass by themselves are retryable
   */
  static UploadException describe(IOException cause, String host, boolean inHandshake) {
    Failure failure = classify(cause, inHandshake);
    UploadException described =
        new UploadException(failure, isRetryable(failure), explain(failure, host));
    described.initCause(cause);
    return described;
  }

  /** Whether the chain of causes tells of a certificate, of the negotiation, of TLS, or neither. */
  static Failure classify(IOException cause, boolean inHandshake) {
    CertificateException refused = certificateRefusal(cause);
    if (refused != null) {
      return isNameMismatch(refused) ? Failure.PEER_NAME : Failure.PEER_UNTRUSTED;
    }
    if (!(cause instanceof SSLException) || cause instanceof PeerClosedException) {
      return Failure.CONNECTION_LOST;
    }
    return inHandshake && cause instanceof SSLHandshakeException && isNegotiation(cause)
        ? Failure.TLS_NEGOTIATION
        : Failure.TLS;
  }

  private static @Nullable CertificateException certificateRefusal(Throwable failure) {
    Throwable link = failure;
    for (int depth = 0; link != null && depth < 20; depth++) {
      if (link instanceof CertificateException refused) {
        return refused;
      }
      link = link.getCause();
    }
    return null;
  }

  /** JSSE has no type for a name mismatch: it throws the bare type with a text about names. */
  private static boolean isNameMismatch(CertificateException refused) {
    String message = refused.getMessage();
    return refused.getClass() == CertificateException.class
        && message != null
        && (message.startsWith("No subject alternative")
            || message.startsWith("No name matching")
            || message.startsWith("Illegal given domain name"));
  }

  private static boolean isNegotiation(IOException cause) {
    String message =
        String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).replace(OF_EVERY_FAILURE, "");
    int alert = message.indexOf(ALERT);
    return alert >= 0
        ? NEGOTIATION_ALERTS.contains(message.substring(alert + ALERT.length()).strip())
        : message.contains("protocol") || message.contains("cipher");
  }

  /** A broken record or an internal error of the peer can pass; a wrong certificate does not. */
  static boolean isRetryable(Failure failure) {
    return failure == Failure.CONNECTION_LOST || failure == Failure.TLS;
  }

  /** What to say of a failure. */
  static String explain(Failure failure, String host) {
    return switch (failure) {
      case PEER_NAME ->
          "the certificate shown by the peer is not for the DNS name "
              + host
              + "; check the endpoint and DNS";
      case PEER_UNTRUSTED ->
          "the certificate shown by "
              + host
              + " is expired, too weak, or no trusted authority vouches for it; check the clock,"
              + " the trust store, and whether something on the way opens TLS";
      case TLS_NEGOTIATION ->
          host + " has no TLS version and cipher suite in common with this library's TLS settings";
      case TLS -> "TLS with " + host + " failed";
      default -> "the connection to " + host + " broke";
    };
  }
}
