package io.github.kvssecure.zoo;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A peer that answers the first TLS record with bytes made by hand: for what no JDK says any more.
 */
final class RawPeer implements Peer {

  /** Makes the answer. */
  @FunctionalInterface
  interface Answer {
    byte[] to(String sessionId);
  }

  /** The extension by which a server says TLS 1.3 (RFC 8446, 4.2.1). */
  private static final String SUPPORTED_VERSIONS = "002b";

  private static final HexFormat HEX = HexFormat.of();

  private final Answer answer;
  private final byte[] flood;

  /** The answer is made from the session id of the ClientHello; the flood may be empty. */
  private RawPeer(Answer answer, byte[] flood) {
    this.answer = answer;
    this.flood = flood;
  }

  static RawPeer saying(byte[] bytes) {
    return new RawPeer(sessionId -> bytes, new byte[0]);
  }

  static RawPeer saying(String text) {
    return saying(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** An alert (RFC 8446, 6): 1 warning or 2 fatal, and its number. */
  static RawPeer alert(int level, int description) {
    return saying(HEX.parseHex("150303" + "0002%02x%02x".formatted(level, description)));
  }

  /** A ServerHello without extensions (RFC 5246, 7.4.1.3). */
  static RawPeer hello(String version, String suite) {
    return hello(version, "5a".repeat(32), suite, "00", "");
  }

  /** A ServerHello with these extensions; one of TLS 1.3 gives the session id back. */
  static RawPeer hello(
      String version, String random, String suite, String compression, String extensions) {
    return new RawPeer(
        offered -> {
          String sessionId = extensions.startsWith(SUPPORTED_VERSIONS) ? offered : "";
          return record(
              version, body(version + random, sessionId, suite + compression, extensions));
        },
        new byte[0]);
  }

  /** The same, which then says this without end. */
  RawPeer endlessly(byte[] piece) {
    return new RawPeer(answer, piece);
  }

  private static String body(String start, String sessionId, String chosen, String extensions) {
    String id = "%02x".formatted(sessionId.length() / 2) + sessionId;
    String list =
        extensions.isEmpty() ? "" : "%04x".formatted(extensions.length() / 2) + extensions;
    return start + id + chosen + list;
  }

  private static byte[] record(String version, String hello) {
    String handshake = "02" + "%06x".formatted(hello.length() / 2) + hello;
    return HEX.parseHex("16" + version + "%04x".formatted(handshake.length() / 2) + handshake);
  }

  @Override
  public void serve(Socket socket, Heard heard) throws IOException {
    DataInputStream in = new DataInputStream(heard.onTheWire(socket.getInputStream()));
    byte[] head = in.readNBytes(5);
    if (head.length < 5) {
      return;
    }
    byte[] hello = in.readNBytes(((head[3] & 0xff) << 8) | (head[4] & 0xff));
    // Handshake header, version and random come first (RFC 8446, 4.1.2).
    int length = hello[38];
    String sessionId = HEX.formatHex(hello, 39, 39 + length);
    OutputStream out = socket.getOutputStream();
    out.write(answer.to(sessionId));
    while (flood.length > 0) {
      out.write(flood);
    }
    socket.shutdownOutput();
    in.transferTo(OutputStream.nullOutputStream());
  }
}
