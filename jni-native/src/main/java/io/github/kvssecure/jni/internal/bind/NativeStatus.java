package io.github.kvssecure.jni.internal.bind;

import io.github.kvssecure.spi.MediaProducerException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A status of the native producer, with its name and meaning from {@code statuses.txt}, which names
 * the source. The constants are those that this module decides by. Immutable.
 */
final class NativeStatus {

  static final int INVALID_OPERATION = 0xd;
  static final int OPERATION_TIMED_OUT = 0xf;
  static final int MAX_STREAM_COUNT = 0x52000001;
  static final int STORE_OUT_OF_MEMORY = 0x5200002e;
  static final int ACK_TIMESTAMP_NOT_IN_VIEW = 0x52000047;
  static final int DUPLICATE_STREAM_NAME = 0x5200004b;
  static final int STREAM_STOPPED = 0x52000052;
  static final int UPLOAD_HANDLE_ABORTED = 0x5200007f;
  static final int DECODED_BEFORE_LAST = 0x30000005;
  static final int INVALID_FRAME_DATA = 0x32000001;
  static final int INVALID_FRAME_TIMECODE = 0x3200000b;
  static final int UNDECLARED_TRACK = 0x32000026;

  private static final Map<Integer, NativeStatus> TABLE = read();

  private final String name;
  private final String meaning;

  private NativeStatus(String name, String meaning) {
    this.name = name;
    this.meaning = meaning;
  }

  private static Map<Integer, NativeStatus> read() {
    InputStream table = NativeStatus.class.getResourceAsStream("statuses.txt");
    if (table == null) {
      return Map.of();
    }
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("\\s*\\|\\s*", -1))
          .collect(
              Collectors.toUnmodifiableMap(
                  column -> Integer.decode(column[0]),
                  column -> new NativeStatus(column[1], column[2])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many are known. */
  static int known() {
    return TABLE.size();
  }

  /**
   * What a status is called and means.
   *
   * @param status any
   * @return for example {@code content store is full, STORE_OUT_OF_MEMORY}
   */
  static String inWords(int status) {
    NativeStatus known = TABLE.get(status);
    return known == null ? "native error" : known.meaning + ", " + known.name;
  }

  /** An exception that says what was asked and what the status means. */
  static MediaProducerException exception(int status, String asked) {
    String message = "cannot " + asked + ": " + inWords(status);
    return status == STORE_OUT_OF_MEMORY
        ? MediaProducerException.outOfRoom(status, message)
        : new MediaProducerException(status, message);
  }
}
