package io.github.kvssecure.internal.iot;

import io.github.kvssecure.stream.IngestConfigurationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The blocks of a PEM file (RFC 7468). Works on bytes only, so that a key can be overwritten; not
 * thread-safe.
 */
final class PemFile implements AutoCloseable {

  private static final byte[] BEGIN = "-----BEGIN ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "-----END ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ENCRYPTED =
      "Proc-Type: 4,ENCRYPTED".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DASHES = "-----".getBytes(StandardCharsets.US_ASCII);

  /**
   * One block.
   *
   * @param label for example {@code EC PRIVATE KEY}
   * @param der what it holds; overwritten when the file is closed
   * @param encrypted whether it is encrypted as RFC 1421 has it, with a header in the block
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared; an array can be overwritten.
  record Block(String label, byte[] der, boolean encrypted) {
    @Override
    public String toString() {
      return label;
    }
  }

  private final List<Block> blocks = new ArrayList<>();

  /**
   * Reads all blocks; text around them is skipped.
   *
   * @param bytes of the file; overwritten
   * @param path for messages
   * @throws IngestConfigurationException if there is no block, or one is broken
   */
  PemFile(byte[] bytes, Path path) {
    try {
      int begin = indexOf(bytes, BEGIN, 0);
      while (begin >= 0) {
        int labelEnd = indexOf(bytes, DASHES, begin + BEGIN.length);
        int end = labelEnd < 0 ? -1 : indexOf(bytes, END, labelEnd);
        if (end < 0) {
          throw broken(path, null);
        }
        int label = begin + BEGIN.length;
        byte[] base64 = Arrays.copyOfRange(bytes, labelEnd + DASHES.length, end);
        try {
          blocks.add(
              new Block(
                  new String(bytes, label, labelEnd - label, StandardCharsets.US_ASCII),
                  Base64.getMimeDecoder().decode(base64),
                  indexOf(base64, ENCRYPTED, 0) >= 0));
        } finally {
          Arrays.fill(base64, (byte) 0);
        }
        begin = indexOf(bytes, BEGIN, end);
      }
    } catch (IllegalArgumentException e) {
      throw broken(path, e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
    if (blocks.isEmpty()) {
      throw broken(path, null);
    }
  }

  /** The blocks in order. */
  List<Block> blocks() {
    return blocks;
  }

  private static IngestConfigurationException broken(
      Path path, @org.jspecify.annotations.Nullable Exception cause) {
    // The decoder's message quotes a character of the key at most, but it is left out all the same.
    return new IngestConfigurationException(
        path
            + " holds no complete PEM block ("
            + (cause == null ? "BEGIN and END expected" : "its base64 is broken")
            + ")");
  }

  private static int indexOf(byte[] bytes, byte[] wanted, int from) {
    for (int i = from; i <= bytes.length - wanted.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public void close() {
    blocks.forEach(block -> Arrays.fill(block.der(), (byte) 0));
  }
}
