package io.github.kvssecure.identity.policy;

import java.util.BitSet;

/**
 * A shape of ARNs, to ask whether the resource pattern of a statement matches one of them. In a
 * shape {@code *} stands for a run of characters within one part of an ARN, and {@code #} for
 * digits, at least one; all else is itself. Immutable.
 */
final class ArnShape {

  private static final int FIELDS = 6;

  private final String shape;

  ArnShape(String shape) {
    this.shape = shape;
  }

  /**
   * Whether a pattern matches an ARN of this shape. As in IAM, {@code *} of the pattern goes beyond
   * slashes and colons, the fields that an ARN lacks are wildcards, and a policy variable stands
   * for one value.
   */
  boolean meets(String pattern) {
    String plain = pattern.replaceAll("\\$\\{[^}]*}", "v");
    return meetsAsItIs(plain) || meetsAsItIs(completed(plain));
  }

  private boolean meetsAsItIs(String pattern) {
    BitSet places = new BitSet(shape.length() + 1);
    places.set(0);
    skipRuns(places);
    for (int i = 0; i < pattern.length(); i++) {
      places = after(pattern.charAt(i), places);
    }
    return places.get(shape.length());
  }

  private static String completed(String pattern) {
    if (!pattern.startsWith("arn:")) {
      return pattern;
    }
    long missing = FIELDS - 1 - pattern.chars().filter(c -> c == ':').count();
    return pattern + ":*".repeat((int) Math.max(0, missing));
  }

  /** The places of the shape that can be reached with one more character of the pattern. */
  private BitSet after(char c, BitSet places) {
    BitSet next = new BitSet(shape.length() + 1);
    if (c == '*' && !places.isEmpty()) {
      next.set(places.nextSetBit(0), shape.length() + 1);
      return next;
    }
    places.clear(shape.length());
    places.stream()
        .filter(at -> mayBe(shape.charAt(at), c))
        .forEach(
            at -> {
              if (shape.charAt(at) != '*') {
                next.set(at + 1);
              }
              if (shape.charAt(at) == '*' || shape.charAt(at) == '#') {
                next.set(at);
              }
            });
    skipRuns(next);
    return next;
  }

  private static boolean mayBe(char ofShape, char ofPattern) {
    if (ofPattern == '?') {
      return true;
    }
    return switch (ofShape) {
      case '*' -> ofPattern != ':' && ofPattern != '/';
      case '#' -> ofPattern >= '0' && ofPattern <= '9';
      default -> ofPattern == ofShape;
    };
  }

  private void skipRuns(BitSet places) {
    for (int at = 0; at < shape.length(); at++) {
      if (places.get(at) && shape.charAt(at) == '*') {
        places.set(at + 1);
      }
    }
  }
}
