package io.github.kvssecure.local.iam;

/**
 * Matching of IAM patterns: {@code *} for any characters, also slashes and none, {@code ?} for
 * exactly one.
 */
final class Wildcard {
  private Wildcard() {}

  /**
   * Greedy with one point of return: linear in practice, never exponential, so a hostile pattern
   * cannot hang a test.
   */
  static boolean matches(String pattern, String value) {
    int p = 0;
    int v = 0;
    int star = -1;
    int resume = 0;
    while (v < value.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = v;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == value.charAt(v))) {
        p++;
        v++;
      } else if (star >= 0) {
        p = star + 1;
        v = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
