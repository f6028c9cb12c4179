package io.github.kvssecure.zoo;

import static io.github.kvssecure.zoo.Specimen.refused;

import io.github.kvssecure.spi.UploadException.Failure;
import java.util.List;

/**
 * Servers made by hand, for what JDKs do not speak any more or never did. The code points are those
 * of the IANA registry "TLS Cipher Suites".
 *
 * @see <a href="https://www.iana.org/assignments/tls-parameters/tls-parameters.xhtml">TLS
 *     parameters</a>
 */
final class WireSpecimens {

  private static final String RANDOM = "5a".repeat(32);

  /** RFC 8446, 4.1.3: what an honest server of TLS 1.3 says when it is made to speak 1.2. */
  private static final String SENTINEL_12 = "5a".repeat(24) + "444f574e47524401";

  private static final String SENTINEL_11 = "5a".repeat(24) + "444f574e47524400";

  /** RFC 8446, 4.1.3: the random of a HelloRetryRequest. */
  private static final String RETRY =
      "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";

  private WireSpecimens() {}

  static List<Specimen> all() {
    return List.of(
        unfit("SSL 3.0", RawPeer.hello("0300", "c014")),
        unfit("TLS 1.0", RawPeer.hello("0301", "c014")),
        unfit("TLS 1.1", RawPeer.hello("0302", "c014")),
        unfit("TLS 1.4", RawPeer.hello("0305", "1302")),
        unfit("RSA key exchange with AES-GCM", RawPeer.hello("0303", "009d")),
        unfit("RSA key exchange with AES-CBC", RawPeer.hello("0303", "002f")),
        unfit("no encryption", RawPeer.hello("0303", "003b")),
        unfit("no authentication", RawPeer.hello("0303", "c018")),
        unfit("triple DES", RawPeer.hello("0303", "c012")),
        unfit("RC4", RawPeer.hello("0303", "c011")),
        unfit("a suite for export", RawPeer.hello("0303", "0003")),
        unfit("ECDHE with AES-CCM", RawPeer.hello("0303", "c0ad")),
        unfit("TLS 1.2 with a suite of TLS 1.3", RawPeer.hello("0303", RANDOM, "1301", "00", "")),
        unfit("downgrade to TLS 1.2", RawPeer.hello("0303", SENTINEL_12, "c02f", "00", "")),
        unfit("downgrade to TLS 1.1", RawPeer.hello("0303", SENTINEL_11, "c02f", "00", "")),
        unfit(
            "TLS 1.1 as the chosen version",
            RawPeer.hello("0303", RANDOM, "1301", "00", "002b00020302")),
        broken(
            "key share of a group that was not offered",
            RawPeer.hello(
                "0303", RANDOM, "1301", "00", "002b00020304" + "00330005" + "0016" + "000104")),
        refused(
            "asks for another hello, then hangs up",
            Failure.CONNECTION_LOST,
            host -> RawPeer.hello("0303", RETRY, "1301", "00", "002b00020304")),
        broken("compression", RawPeer.hello("0303", RANDOM, "1301", "01", "002b00020304")),
        broken(
            "an extension that was not asked for",
            RawPeer.hello("0303", RANDOM, "c02f", "00", "0010" + "0005" + "0003026832")),
        unfit("alert handshake_failure", RawPeer.alert(2, 40)),
        unfit("alert protocol_version", RawPeer.alert(2, 70)),
        unfit("alert insufficient_security", RawPeer.alert(2, 71)),
        broken("alert internal_error", RawPeer.alert(2, 80)),
        broken("alert unrecognized_name", RawPeer.alert(2, 112)),
        broken("plain HTTP", RawPeer.saying("HTTP/1.1 400 Bad Request\r\n\r\n")),
        broken(
            "plain HTTP that redirects",
            RawPeer.saying("HTTP/1.1 302 Found\r\nLocation: http://evil.example/\r\n\r\n")),
        broken("SSH", RawPeer.saying("SSH-2.0-OpenSSH_9.2\r\n")),
        broken("a record longer than allowed", RawPeer.saying("\u0016\u0003\u0003\u00ff\u00ff")),
        broken(
            "a record longer than TLS allows, for which JSSE waits",
            RawPeer.saying("\u0016\u0003\u0003`\u0000" + "\u0002".repeat(0x6000))),
        refused("hangs up", Failure.CONNECTION_LOST, host -> RawPeer.saying("")),
        refused(
            "hangs up within a record",
            Failure.CONNECTION_LOST,
            host -> RawPeer.saying("\u0016\u0003\u0003\u0000@\u0002")));
  }

  private static Specimen unfit(String what, Peer peer) {
    return refused(what, Failure.TLS_NEGOTIATION, host -> peer);
  }

  private static Specimen broken(String what, Peer peer) {
    return refused(what, Failure.TLS, host -> peer);
  }
}
