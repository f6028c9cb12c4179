package io.github.kvssecure.zoo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.net.ssl.SSLSocket;

/** Peers that send without end, as fast as it is taken. */
public final class Floods {

  private static final HexFormat HEX = HexFormat.of();

  /** RFC 8446, 6: level warning; record_overflow is an alert that nobody sends as one. */
  private static final byte[] WARNING = HEX.parseHex("15030300020116");

  /** RFC 8446, 5: may come between the messages of a handshake, and means nothing. */
  private static final byte[] CHANGE_CIPHER_SPEC = HEX.parseHex("140303000101");

  /** A public key of X25519 (RFC 7748, 6.1). */
  private static final String PUBLIC_KEY =
      "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f";

  private Floods() {}

  /**
   * Warnings instead of a ServerHello.
   *
   * @return a peer that has proven nothing
   */
  public static Peer warnings() {
    return RawPeer.saying(new byte[0]).endlessly(WARNING);
  }

  /**
   * A ServerHello of TLS 1.3, then ChangeCipherSpec.
   *
   * @return a peer that has proven nothing
   */
  public static Peer changeCipherSpecs() {
    String extensions = "002b00020304" + "00330024001d0020" + PUBLIC_KEY;
    return RawPeer.hello("0303", "5a".repeat(32), "1301", "00", extensions)
        .endlessly(CHANGE_CIPHER_SPEC);
  }

  /**
   * New keys after the handshake (RFC 8446, 4.6.3).
   *
   * @param host whom it plays
   * @return a peer that is trusted
   */
  public static Peer keyUpdates(String host) {
    return proper(host)
        .speaking("TLSv1.3")
        .doing(
            (socket, heard) -> {
              while (true) {
                socket.startHandshake();
              }
            });
  }

  /**
   * A good response to PutMedia whose acknowledgements never end: each is as it should be, says
   * nothing, and comes in chunks of one byte.
   *
   * @param host whom it plays
   * @return a peer that is trusted
   */
  public static Peer acknowledgements(String host) {
    return proper(host).doing(Floods::acknowledge);
  }

  private static void acknowledge(SSLSocket socket, Heard heard) throws IOException {
    StringBuilder chunks = new StringBuilder();
    for (char next : "{\"EventType\":\"IDLE\"}".repeat(200).toCharArray()) {
      chunks.append("1\r\n").append(next).append("\r\n");
    }
    byte[] piece = chunks.toString().getBytes(StandardCharsets.US_ASCII);
    OutputStream out = socket.getOutputStream();
    out.write(Answers.OK.getBytes(StandardCharsets.US_ASCII));
    while (true) {
      out.write(piece);
    }
  }

  private static TlsPeer proper(String host) {
    return TlsPeer.showing(Shown.of(Keys.LEAF, Certificates.server(host).signedBy(Authority.ROOT)));
  }
}
