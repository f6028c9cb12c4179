package io.github.kvssecure.zoo;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Answers requests as AWS would, so that a good peer of the zoo is a whole one. */
final class Answers {

  /** The head of a response to PutMedia. */
  static final String OK = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  private static final String STORED =
      """
      {"EventType":"PERSISTED","FragmentTimecode":0,\
      "FragmentNumber":"91343852333181432392682062607743178"}""";

  private static final String STS =
      """
      <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\
      <GetCallerIdentityResult><Arn>arn:aws:sts::123456789012:assumed-role/camera/door</Arn>\
      <UserId>AROAEXAMPLE:door</UserId><Account>123456789012</Account></GetCallerIdentityResult>\
      </GetCallerIdentityResponse>""";

  private Answers() {}

  /** Answers one request, and reads on until the client has gone. */
  static void answer(InputStream in, OutputStream out) throws IOException {
    InputStream buffered = new BufferedInputStream(in);
    String head = head(buffered);
    if (head.startsWith("POST /putMedia ")) {
      send(out, OK);
      drainChunks(buffered);
      acknowledge(out);
      send(out, "0\r\n\r\n");
    } else {
      String body = body(head);
      send(
          out,
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
    }
    buffered.transferTo(OutputStream.nullOutputStream());
  }

  /** Says that a fragment is stored, in three records: a connection can break inside the line. */
  private static void acknowledge(OutputStream out) throws IOException {
    send(out, Integer.toHexString(STORED.length()) + "\r\n" + STORED.substring(0, 40));
    send(out, STORED.substring(40, 80));
    send(out, STORED.substring(80) + "\r\n");
  }

  private static String body(String head) {
    if (head.startsWith("GET /role-aliases/")) {
      return """
      {"credentials":{"accessKeyId":"ASIAEXAMPLE","secretAccessKey":"example","sessionToken":"t",\
      "expiration":"%s"}}"""
          .formatted(Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS));
    }
    return head.toLowerCase(Locale.ROOT).contains("\nhost: sts.") ? STS : "{}";
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("no whole request");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static void drainChunks(InputStream in) throws IOException {
    int size;
    do {
      StringBuilder line = new StringBuilder();
      while (line.indexOf("\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          throw new EOFException("no whole body");
        }
        line.append((char) next);
      }
      size = Integer.parseInt(line.toString().strip(), 16);
      in.skipNBytes(size + 2L);
    } while (size > 0);
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }
}
