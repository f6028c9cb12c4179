package io.github.kvssecure.local.http;

import java.io.IOException;

/**
 * The bytes of a request break HTTP/1.1 framing (RFC 9112); the connection answers 400 if it still
 * can, and closes.
 */
public final class MalformedRequestException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception; the message names the broken rule. */
  public MalformedRequestException(String message) {
    super(message);
  }
}
