package io.github.kvssecure.fake;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.event.ConnectionEvidence.PeerCertificate;
import io.github.kvssecure.event.ConnectionEvidence.TlsParameters;
import java.net.InetSocketAddress;
import java.util.List;

/** What handshakes with the camera's data endpoint settled. */
public final class Handshakes {

  private static final String SUITE = "TLS_AES_256_GCM_SHA384";

  private Handshakes() {}

  public static ConnectionEvidence good() {
    return peer("HTTPS", List.of(Camera.HOST));
  }

  public static ConnectionEvidence tls(String protocol, String suite) {
    return evidence(new TlsParameters(protocol, suite, "HTTPS"), List.of(Camera.HOST));
  }

  public static ConnectionEvidence peer(String identification, List<String> dnsNames) {
    return evidence(new TlsParameters("TLSv1.3", SUITE, identification), dnsNames);
  }

  private static ConnectionEvidence evidence(TlsParameters tls, List<String> dnsNames) {
    return new ConnectionEvidence(
        Camera.HOST,
        InetSocketAddress.createUnresolved(Camera.HOST, 443),
        tls,
        new PeerCertificate("ab".repeat(32), dnsNames, "CN=Throw-away authority"));
  }
}
