package io.github.kvssecure.zoo;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a server of the zoo really got to hear, on all connections to one peer. Thread-safe. */
public final class Heard {

  /** What visitors send as media. */
  public static final byte[] MEDIA =
      "<<media of the zoo>>".repeat(50).getBytes(StandardCharsets.US_ASCII);

  /** Enough for every request of a visitor. */
  private static final int KEPT_BYTES = 64 * 1024;

  private final StringBuilder text = new StringBuilder();
  private long decrypted;
  private int begun;
  private int ended;

  /** A stream whose bytes are noted as plain text of a TLS connection. */
  InputStream decrypted(InputStream in) {
    return new Noting(in, true);
  }

  /** A stream whose bytes are noted as they are on the wire. */
  InputStream onTheWire(InputStream in) {
    return new Noting(in, false);
  }

  /**
   * How many bytes came through TLS.
   *
   * @return 0 if no request was made
   */
  public synchronized long decryptedBytes() {
    return decrypted;
  }

  /**
   * How many Authorization headers came, encrypted or not.
   *
   * @return how many
   */
  public synchronized int authorizationHeaders() {
    return occurrences("\nauthorization:");
  }

  /**
   * How many bytes of media came, encrypted or not.
   *
   * @return how many, counted in whole pieces
   */
  public synchronized int mediaBytes() {
    String piece = "<<media of the zoo>>";
    return occurrences(piece) * piece.length();
  }

  private int occurrences(String piece) {
    String lower = text.toString().toLowerCase(Locale.ROOT);
    int count = 0;
    for (int at = lower.indexOf(piece); at >= 0; at = lower.indexOf(piece, at + 1)) {
      count++;
    }
    return count;
  }

  synchronized void begin() {
    begun++;
  }

  synchronized void end() {
    ended++;
    notifyAll();
  }

  /**
   * Waits until every connection is over.
   *
   * @throws AssertionError if there was none, or one does not end
   */
  public synchronized void awaitEnd() throws InterruptedException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (begun == 0 || ended < begun) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError(ended + " of " + begun + " connections ended in time");
      }
      wait(left);
    }
  }

  private synchronized void note(byte[] bytes, int offset, int count, boolean plain) {
    if (plain) {
      decrypted += count;
    }
    int room = Math.min(count, KEPT_BYTES - text.length());
    text.append(new String(bytes, offset, room, StandardCharsets.ISO_8859_1));
  }

  private final class Noting extends FilterInputStream {
    private final boolean plain;

    Noting(InputStream in, boolean plain) {
      super(in);
      this.plain = plain;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      if (count > 0) {
        note(buffer, offset, count, plain);
      }
      return count;
    }
  }
}
