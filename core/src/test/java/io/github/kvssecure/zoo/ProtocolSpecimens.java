package io.github.kvssecure.zoo;

import static io.github.kvssecure.zoo.Specimen.admitted;
import static io.github.kvssecure.zoo.Specimen.refused;

import io.github.kvssecure.spi.UploadException.Failure;
import java.security.KeyPair;
import java.util.List;

/** Servers with a perfect certificate: versions and suites that the JDK still has, and manners. */
final class ProtocolSpecimens {

  private static final String NO_AEAD = "NET-05: only suites with authenticated encryption";
  private static final String NO_ECDHE = "NET-05: the groups of DHE are the server's choice";

  private ProtocolSpecimens() {}

  static List<Specimen> all() {
    return List.of(
        speaking("TLSv1.3", "TLS_AES_128_GCM_SHA256"),
        speaking("TLSv1.3", "TLS_AES_256_GCM_SHA384"),
        speaking("TLSv1.3", "TLS_CHACHA20_POLY1305_SHA256"),
        speaking("TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
        speaking("TLSv1.2", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"),
        speaking("TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
        unfit("TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384", NO_AEAD),
        unfit("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", NO_AEAD),
        unfit("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", NO_AEAD),
        unfit("TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", NO_ECDHE),
        unfit("TLS_DHE_RSA_WITH_AES_128_CBC_SHA", NO_ECDHE),
        refused(
                "renegotiation before the request is read",
                Failure.TLS,
                ProtocolSpecimens::renegotiating)
            .onceTrusted());
  }

  private static Peer renegotiating(String host) {
    return peer(host, Keys.LEAF, Authority.ROOT)
        .speaking("TLSv1.2")
        .doing(
            (socket, heard) -> {
              socket.startHandshake();
              Answers.answer(heard.decrypted(socket.getInputStream()), socket.getOutputStream());
            });
  }

  private static Specimen speaking(String protocol, String suite) {
    return admitted(suite, host -> peer(host, suite).speaking(protocol, suite));
  }

  private static Specimen unfit(String suite, String why) {
    return refused(
            suite, Failure.TLS_NEGOTIATION, host -> peer(host, suite).speaking("TLSv1.2", suite))
        .jdkAdmits(why);
  }

  private static TlsPeer peer(String host, String suite) {
    return suite.contains("_RSA_")
        ? peer(host, Keys.RSA_2048, Authority.RSA_ROOT)
        : peer(host, Keys.LEAF, Authority.ROOT);
  }

  private static TlsPeer peer(String host, KeyPair keys, Authority issuer) {
    return TlsPeer.showing(Shown.of(keys, Certificates.of(keys).dns(host).signedBy(issuer)));
  }
}
