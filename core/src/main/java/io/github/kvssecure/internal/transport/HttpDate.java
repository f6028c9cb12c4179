package io.github.kvssecure.internal.transport;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Reads the {@code Date} header.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7">RFC 9110, 5.6.7</a>
 */
public final class HttpDate {

  private HttpDate() {}

  /**
   * What time a peer says it is.
   *
   * @param value of the header
   * @return to the second; empty if it cannot be read, which tells nothing of the clock and is no
   *     reason to fail
   */
  public static Optional<Instant> parse(String value) {
    try {
      return Optional.of(
          ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
