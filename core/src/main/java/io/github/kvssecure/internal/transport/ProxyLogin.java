package io.github.kvssecure.internal.transport;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * User name and password for a proxy. Immutable; shows neither.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7617">RFC 7617, Basic authentication</a>
 */
public final class ProxyLogin {

  private final String user;
  private final String password;

  private ProxyLogin(String user, String password) {
    this.user = user;
    this.password = password;
  }

  /**
   * A login.
   *
   * @param user without a colon (RFC 7617, 2)
   * @param password may be empty
   * @return the login
   * @throws IllegalArgumentException if the user name has a colon; does not show it
   */
  public static ProxyLogin of(String user, String password) {
    if (user.indexOf(':') >= 0) {
      throw new IllegalArgumentException("the user name for a proxy must not have a colon");
    }
    return new ProxyLogin(user, password);
  }

  /** The value of {@code proxy-authorization}; a secret. */
  String basic() {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  @Override
  public String toString() {
    return "ProxyLogin[redacted]";
  }
}
