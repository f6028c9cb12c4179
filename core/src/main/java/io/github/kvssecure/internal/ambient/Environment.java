package io.github.kvssecure.internal.ambient;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
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

  /** A profile file longer than this is none. */
  private static final long MAX_FILE_BYTES = 1024 * 1024;

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

  /** The lines of a file; empty if it is missing, too long or no text. */
  List<String> lines(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) <= MAX_FILE_BYTES
          ? Files.readAllLines(file, StandardCharsets.UTF_8)
          : List.of();
    } catch (MalformedInputException e) {
      return List.of();
    } catch (IOException e) {
      return List.of();
    }
  }
}
