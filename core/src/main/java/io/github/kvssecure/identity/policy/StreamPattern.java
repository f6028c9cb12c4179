package io.github.kvssecure.identity.policy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the resource pattern of a statement says of streams. */
final class StreamPattern {

  private static final Pattern SHAPE =
      Pattern.compile("arn:([^:]+):kinesisvideo:([^:]*):([^:]*):stream/([^/]*)(/.*)?");

  private StreamPattern() {}

  /** The name in it, a pattern too; empty if it is not about streams by name. */
  static String name(String resource) {
    Matcher matcher = SHAPE.matcher(resource);
    return matcher.matches() && !isEveryStream(resource) ? matcher.group(4) : "";
  }

  /** Whether something follows the name and its slash. */
  static boolean hasCreation(String resource) {
    Matcher matcher = SHAPE.matcher(resource);
    return matcher.matches() && matcher.group(5) != null && matcher.group(5).length() > 1;
  }

  /** Whether a name stands for further names; a policy variable stands for one. */
  static boolean isPrefix(String name) {
    String fixed = name.replaceAll("\\$\\{[^}]*}", "");
    return fixed.contains("*") || fixed.contains("?");
  }

  /** Whether it is about all streams, at least of a Region and account. */
  static boolean isEveryStream(String resource) {
    Matcher matcher = SHAPE.matcher(resource);
    return resource.equals("*")
        || resource.matches("arn:[^:]+:kinesisvideo:[^:]*:[^:]*:(\\*|stream\\*|\\*/\\*)")
        || resource.matches("arn:[^:]+:kinesisvideo:\\*|arn:\\*|arn:[^:]+:\\*")
        || (matcher.matches() && matcher.group(4).matches("\\*+"));
  }

  /** Whether Region or account are left open. */
  static boolean isOfAnyRegionOrAccount(String resource) {
    Matcher matcher = SHAPE.matcher(resource);
    return matcher.matches() && (matcher.group(2).contains("*") || matcher.group(3).contains("*"));
  }
}
