package io.github.kvssecure.internal.ambient;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Environment variables, system properties and configuration files, as they were when somebody
 * looked. Immutable; injected, so that a test need not change its process.
 */
public final class Environment {

  /** A profile file longer than this is not read. */
  private static final int MAX_FILE_BYTES = 1024 * 1024;

  private final Map<String, String> variables;
  private final Map<String, String> properties;

  /**
   * A snapshot.
   *
   * @param variables of the process
   * @param properties of the JVM
   */
  public Environment(Map<String, String> variables, Map<String, String> properties) {
    this.variables = Map.copyOf(variables);
    this.properties = Map.copyOf(properties);
  }

  /**
   * That of this process.
   *
   * @return a snapshot
   */
  public static Environment ofThisProcess() {
    Map<String, String> properties = new TreeMap<>();
    System.getProperties()
        .stringPropertyNames()
        .forEach(name -> properties.put(name, System.getProperty(name, "")));
    return new Environment(System.getenv(), properties);
  }

  /**
   * An environment variable.
   *
   * @param name exact
   * @return its value; empty if unset or blank
   */
  Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  /**
   * A system property.
   *
   * @param name exact
   * @return its value; empty if unset or blank
   */
  Optional<String> property(String name) {
    return Optional.ofNullable(properties.get(name)).filter(value -> !value.isBlank());
  }

  /** The names of variables that begin so, sorted. */
  List<String> variablesBeginning(String prefix) {
    return variables.keySet().stream()
        .filter(name -> name.startsWith(prefix) && variable(name).isPresent())
        .sorted()
        .toList();
  }

  /** The names of properties that begin so, sorted. */
  List<String> propertiesBeginning(String prefix) {
    return properties.keySet().stream()
        .filter(name -> name.startsWith(prefix) && property(name).isPresent())
        .sorted()
        .toList();
  }

  /**
   * The lines of a file; none if there is no such file.
   *
   * @throws UnreadableFileException if it is there and cannot be read, is too long or no text:
   *     others may understand what is written there
   */
  List<String> lines(Path file) throws UnreadableFileException {
    if (Files.notExists(file)) {
      return List.of();
    }
    if (!Files.isRegularFile(file)) {
      // A pipe would be read for ever, or once only.
      throw new UnreadableFileException("is no regular file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      if (bytes.length > MAX_FILE_BYTES) {
        throw new UnreadableFileException("is longer than " + MAX_FILE_BYTES + " bytes");
      }
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return text.toString().lines().toList();
    } catch (CharacterCodingException e) {
      throw new UnreadableFileException("is no text in UTF-8");
    } catch (IOException e) {
      throw new UnreadableFileException("cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }
}
