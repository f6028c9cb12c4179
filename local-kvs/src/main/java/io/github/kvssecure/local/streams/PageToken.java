package io.github.kvssecure.local.streams;

import io.github.kvssecure.local.http.ServiceException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Opaque continuation of a listing: the last name of the page before. */
final class PageToken {
  private PageToken() {}

  static String encode(String last) {
    return Base64.getEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8));
  }

  static String decode(String token) throws ServiceException {
    try {
      return new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw RequestFields.invalid("NextToken is not one of ours");
    }
  }
}
