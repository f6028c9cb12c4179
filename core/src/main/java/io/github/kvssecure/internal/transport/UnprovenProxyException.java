package io.github.kvssecure.internal.transport;

import io.github.kvssecure.spi.UploadException.Failure;
import java.io.IOException;

/** A proxy that TLS refuses: trying again, or its next address, would not make it another. */
final class UnprovenProxyException extends IOException {

  private static final long serialVersionUID = 1L;

  private final Failure failure;

  private UnprovenProxyException(Failure failure, String message, IOException cause) {
    super(message, cause);
    this.failure = failure;
  }

  /**
   * What became of a handshake with a proxy.
   *
   * @param proxy which proxy
   * @param cause how the handshake failed
   * @return a lasting failure if it is the proxy's certificate, or its versions and suites; else
   *     one that another attempt may not meet
   */
  static IOException of(ProxyRoute.Proxy proxy, IOException cause) {
    Failure failure = TlsFailures.classify(cause, true);
    String message = "TLS with proxy " + proxy + ": " + TlsFailures.explain(failure, proxy.host());
    return switch (failure) {
      case PEER_NAME, PEER_UNTRUSTED ->
          new UnprovenProxyException(Failure.PROXY_UNPROVEN, message, cause);
      case TLS_NEGOTIATION -> new UnprovenProxyException(failure, message, cause);
      default -> new IOException(message, cause);
    };
  }

  /** In the terms of uploads: {@link Failure#PROXY_UNPROVEN} or {@link Failure#TLS_NEGOTIATION}. */
  Failure failure() {
    return failure;
  }
}
