package io.github.kvssecure.local.http;

import java.io.InputStream;
import java.util.Locale;

/**
 * One request whose head was read and whose body may still be arriving.
 *
 * @param method upper case, as sent
 * @param path undecoded, begins with a slash
 * @param query undecoded, without the question mark; empty when there is none
 * @param headers as received
 * @param body decoded from its framing; ends where the message ends; belongs to the connection, do
 *     not close
 */
public record HttpRequest(
    String method, String path, String query, Headers headers, InputStream body) {

  /** Returns the host that the request names, in lower case and without its port. */
  public String host() {
    String host = headers.single("Host").orElse("").toLowerCase(Locale.ROOT);
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }
}
