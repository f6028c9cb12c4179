package io.github.kvssecure.spi;

import java.util.Set;

/**
 * Which headers of a request its signature covers. Immutable; names only, in lower case.
 *
 * @param sent every header of the request
 * @param signed those that the signature covers
 */
public record SignedHeaders(Set<String> sent, Set<String> signed) {

  /** Copies both. */
  public SignedHeaders {
    sent = Set.copyOf(sent);
    signed = Set.copyOf(signed);
  }
}
