package io.github.kvssecure.internal.transport;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first line of a response, and the characters of header names (RFC 9112, 4 and 5). */
final class StatusLine {

  private static final Pattern SHAPE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");
  private static final String TOKEN_PUNCTUATION = "!#$%&'*+-.^_`|~";

  private StatusLine() {}

  /**
   * The status in a status line.
   *
   * @return 100 to 599
   * @throws MalformedResponseException if this is no status line of HTTP/1.x
   */
  static int status(String line) throws MalformedResponseException {
    Matcher matcher = SHAPE.matcher(line);
    if (!matcher.matches()) {
      throw new MalformedResponseException("the response does not start with an HTTP/1.1 status");
    }
    return Integer.parseInt(matcher.group(1));
  }

  /** Whether a character may stand in a header name (RFC 9110, 5.6.2). */
  static boolean isTokenCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || TOKEN_PUNCTUATION.indexOf(c) >= 0;
  }
}
