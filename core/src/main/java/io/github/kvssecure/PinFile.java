package io.github.kvssecure;

import io.github.kvssecure.stream.KeyArn;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamPin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Keeps one {@link StreamPin} in a small text file: four lines of {@code name = value}. Immutable;
 * thread-safe as far as the file system is.
 *
 * <p>Security: a pin that is there is never overwritten by accident. {@link #write} makes a new
 * file or fails, and {@link #repin} takes the pin that is given up.
 */
public final class PinFile {

  private static final String STREAM = "stream";
  private static final String KEY = "key";
  private static final String ACCOUNT = "account";
  private static final String REGION = "region";
  private static final Set<String> NAMES = Set.of(STREAM, KEY, ACCOUNT, REGION);

  /** Four lines, the longest an ARN of 1024 characters; anything larger is no pin file. */
  private static final long MAX_BYTES = 8192;

  private final Path path;

  private PinFile(Path path) {
    this.path = path;
  }

  /**
   * The pin file at a path; nothing is read yet.
   *
   * @param path where; need not exist
   * @return the pin file
   */
  public static PinFile at(Path path) {
    return new PinFile(Objects.requireNonNull(path, "path"));
  }

  /**
   * Reads the pin.
   *
   * @return the pin
   * @throws IOException if there is no such file, it cannot be read, or it holds anything but one
   *     whole pin
   */
  public StreamPin read() throws IOException {
    if (Files.size(path) > MAX_BYTES) {
      throw malformed("more than " + MAX_BYTES + " bytes");
    }
    Map<String, String> fields = fields(Files.readAllLines(path));
    try {
      StreamPin pin =
          new StreamPin(new StreamArn(field(fields, STREAM)), KeyArn.of(field(fields, KEY)));
      requireSame(ACCOUNT, field(fields, ACCOUNT), pin.account());
      requireSame(REGION, field(fields, REGION), pin.region());
      return pin;
    } catch (IllegalArgumentException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  private Map<String, String> fields(List<String> lines) throws IOException {
    Map<String, String> fields = new HashMap<>();
    for (String line : lines) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      int equals = line.indexOf('=');
      String name = equals < 0 ? "" : line.substring(0, equals).strip();
      if (!NAMES.contains(name)) {
        throw malformed("a line that is none of " + NAMES);
      }
      if (fields.put(name, line.substring(equals + 1).strip()) != null) {
        throw malformed("two lines for " + name);
      }
    }
    return fields;
  }

  private String field(Map<String, String> fields, String name) throws IOException {
    String value = fields.get(name);
    if (value == null) {
      throw malformed("no line for " + name);
    }
    return value;
  }

  private void requireSame(String name, String written, String ofTheArn) throws IOException {
    if (!written.equals(ofTheArn)) {
      throw malformed("another " + name + " than the stream's ARN");
    }
  }

  private IOException malformed(String found) {
    return new IOException(
        "pin file "
            + path
            + " has "
            + found
            + "; remove it and pin the stream again, once you know why it changed");
  }

  /**
   * Writes the first pin.
   *
   * @param pin the pin, for example {@link SecureStream#pin()}
   * @throws java.nio.file.FileAlreadyExistsException if there is a file already: see {@link #repin}
   * @throws IOException if it cannot be written
   */
  public void write(StreamPin pin) throws IOException {
    Files.writeString(path, text(pin), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /**
   * Gives up a pin for another, in one step: a reader sees the old pin or the new one.
   *
   * @param givenUp the pin that must be in the file now
   * @param pin the pin to keep instead
   * @throws IOException if the file holds another pin than {@code givenUp}, or cannot be read or
   *     written
   */
  public void repin(StreamPin givenUp, StreamPin pin) throws IOException {
    StreamPin present = read();
    if (!present.equals(givenUp)) {
      throw new IOException(
          "pin file " + path + " holds " + present + ", which is not the pin that is given up");
    }
    Path parent = path.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException(path + " is not the path of a file");
    }
    Path draft = Files.createTempFile(parent, "pin", ".draft");
    try {
      Files.writeString(draft, text(pin));
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static String text(StreamPin pin) {
    return "# The stream and key that media may go to. Changing this file is a re-pin.\n"
        + line(STREAM, pin.stream().value())
        + line(KEY, pin.key().value())
        + line(ACCOUNT, pin.account())
        + line(REGION, pin.region());
  }

  private static String line(String name, String value) {
    return name + " = " + value + "\n";
  }

  @Override
  public String toString() {
    return "PinFile[" + path + "]";
  }
}
