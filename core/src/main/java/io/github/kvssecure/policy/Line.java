package io.github.kvssecure.policy;

import java.util.regex.Pattern;

/**
 * Text that may come from outside, made one line. What a service, a certificate or a file says goes
 * into decisions, and from there into logs and exceptions: it must not begin a line of its own
 * there, nor steer a terminal, nor be endless.
 *
 * @see <a href="https://cwe.mitre.org/data/definitions/117.html">CWE-117, improper output
 *     neutralization for logs</a>
 */
final class Line {

  private static final int LIMIT = 4096;

  /** Control and format characters, the latter turn the direction of writing, and line breaks. */
  private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private Line() {}

  static String of(String text) {
    String cut = text.length() > LIMIT ? text.substring(0, LIMIT) + "..." : text;
    return UNFIT.matcher(cut).replaceAll("?");
  }
}
