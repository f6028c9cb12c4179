package io.github.kvssecure.local.kms;

import io.github.kvssecure.local.http.ServiceException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a caller wrote to name a key, understood: key id, key ARN, alias name or alias ARN.
 * Immutable.
 *
 * @param region Region of the ARN, or that of the endpoint
 * @param account account of the ARN, or that of the caller
 * @param resource {@code key/ID} or {@code alias/NAME}
 */
record KeyReference(String region, String account, String resource) {
  private static final Pattern ARN =
      Pattern.compile("arn:aws:kms:([a-z0-9-]+):(\\d{12}):((?:key|alias)/.+)");

  /**
   * Understands a text.
   *
   * @param region Region of the endpoint
   * @param account account of the caller
   * @throws ServiceException {@code InvalidArnException} for an ARN that is none of a key or alias
   */
  static KeyReference parse(String text, String region, String account) throws ServiceException {
    Matcher arn = ARN.matcher(text);
    if (arn.matches()) {
      return new KeyReference(arn.group(1), arn.group(2), arn.group(3));
    }
    if (text.startsWith("arn:")) {
      throw new ServiceException(400, "InvalidArnException", "Invalid arn " + text);
    }
    return new KeyReference(region, account, text.startsWith("alias/") ? text : "key/" + text);
  }

  /** Returns the reference written as an ARN. */
  String arn() {
    return "arn:aws:kms:" + region + ":" + account + ":" + resource;
  }

  boolean isAlias() {
    return resource.startsWith("alias/");
  }

  /** The words of KMS for a key that is not there. */
  ServiceException notFound() {
    return new ServiceException(
        400,
        "NotFoundException",
        isAlias() ? "Alias " + arn() + " is not found." : "Key '" + arn() + "' does not exist");
  }
}
