package io.github.kvssecure.internal.transport;

import java.io.IOException;

/**
 * The response breaks a rule of HTTP/1.1, or of acknowledgements. Names the rule, quotes nothing.
 */
public final class MalformedResponseException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * A broken rule.
   *
   * @param rule what was found and what is required
   */
  public MalformedResponseException(String rule) {
    super(rule);
  }
}
