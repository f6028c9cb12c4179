package io.github.kvssecure.samples.benchmark;

import java.io.PrintStream;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.TreeMap;

/** Measured figures by name: what one process of the benchmark answers another, in one line. */
final class Figures {

  private static final String MARK = "#";

  private final Map<String, Double> values = new TreeMap<>();

  /** These figures and one more. */
  Figures with(String name, double value) {
    values.put(name, value);
    return this;
  }

  /** These figures and others. */
  Figures with(Figures others) {
    values.putAll(others.values);
    return this;
  }

  /**
   * A figure.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  double get(String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no figure called " + name + " among " + values.keySet());
    }
    return value;
  }

  /** Whether there are none. */
  boolean isEmpty() {
    return values.isEmpty();
  }

  /** Whether there is one of that name. */
  boolean has(String name) {
    return values.containsKey(name);
  }

  /** Answers with these figures. */
  void send(PrintStream out) {
    StringBuilder line = new StringBuilder(MARK);
    values.forEach((name, value) -> line.append(name + "=" + value + " "));
    out.println(line);
    out.flush();
  }

  /** Whether a line of output is an answer. */
  static boolean areIn(String line) {
    return line.startsWith(MARK);
  }

  /** Reads an answer. */
  static Figures read(String line) {
    Figures figures = new Figures();
    StringTokenizer words = new StringTokenizer(line.substring(MARK.length()));
    while (words.hasMoreTokens()) {
      String word = words.nextToken();
      int equals = word.indexOf('=');
      figures.with(word.substring(0, equals), Double.parseDouble(word.substring(equals + 1)));
    }
    return figures;
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
