package io.github.kvssecure.internal.gate.rule;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a text may give away that nobody needs who only looks after a stream or plays it. Number
 * plates are not looked for: they cannot be told from serial numbers.
 */
enum TellingText {
  /** As in RFC 5321, 4.1.2, without quoted local parts. */
  EMAIL_ADDRESS("an e-mail address", "[\\w.%+-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*\\.[A-Za-z]{2,}"),

  /** An international number of 8 to 15 digits (E.164, 6); without the plus it may be anything. */
  PHONE_NUMBER("a telephone number", "(?<![\\w+])\\+[1-9](?:[ ()./-]{0,2}[0-9]){7,14}(?![0-9])"),

  /**
   * Of a user ({@code AKIA}) or a session ({@code ASIA}).
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids">unique
   *     ids of IAM</a>
   */
  ACCESS_KEY("an access key id", "(?<![A-Za-z0-9])A[KS]IA[A-Z2-7]{16}(?![A-Za-z0-9])"),

  /** Header and claims of a JSON Web Token (RFC 7519, 3.1). */
  TOKEN("a token", "eyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}"),

  /** The label of a PEM file (RFC 7468, 10 and 11). */
  PRIVATE_KEY("a private key", "(?i)BEGIN [A-Z ]*PRIVATE KEY");

  private final String name;
  private final Pattern pattern;

  TellingText(String name, String pattern) {
    this.name = name;
    this.pattern = Pattern.compile(pattern);
  }

  /**
   * What a text gives away.
   *
   * @param text a name, or a key or value of a tag; at most a few hundred characters
   * @return the kinds of things, never the text itself
   */
  static List<String> in(String text) {
    return Arrays.stream(values())
        .filter(kind -> kind.pattern.matcher(text).find())
        .map(kind -> kind.name)
        .toList();
  }
}
