package io.github.kvssecure.stream;

/** Bad input made fit for a message: no control characters, no endless text. */
final class Printable {

  private static final int LIMIT = 120;

  private Printable() {}

  static String of(String text) {
    return of(text, LIMIT);
  }

  static String of(String text, int limit) {
    String cut = text.length() > limit ? text.substring(0, limit) + "..." : text;
    StringBuilder clean = new StringBuilder(cut.length());
    cut.chars().forEach(c -> clean.append(c >= 0x20 && c < 0x7f ? (char) c : '?'));
    return clean.toString();
  }
}
