package io.github.kvssecure.local.sigv4;

import io.github.kvssecure.local.http.ServiceException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parsed Authorization field of Signature Version 4.
 *
 * @param accessKeyId key id
 * @param date scope: day, yyyyMMdd
 * @param region scope: region
 * @param service scope: service
 * @param signedHeaders names in lower case, sorted
 * @param signature 64 hexadecimal digits
 */
record AuthorizationHeader(
    String accessKeyId,
    String date,
    String region,
    String service,
    List<String> signedHeaders,
    String signature) {
  private static final Pattern FORM =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([A-Z0-9]{16,128})/(\\d{8})/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request,"
              + " ?SignedHeaders=([a-z0-9;._-]+), ?Signature=([0-9a-f]{64})");

  static AuthorizationHeader parse(String value) throws ServiceException {
    Matcher form = FORM.matcher(value);
    if (!form.matches()) {
      throw new ServiceException(
          403,
          "IncompleteSignatureException",
          "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' of AWS4-HMAC-SHA256.");
    }
    List<String> signed = List.of(form.group(5).split(";", -1));
    if (!signed.equals(signed.stream().sorted().distinct().toList())) {
      throw new ServiceException(
          403, "IncompleteSignatureException", "SignedHeaders must be sorted and distinct.");
    }
    return new AuthorizationHeader(
        form.group(1), form.group(2), form.group(3), form.group(4), signed, form.group(6));
  }

  String scope() {
    return date + "/" + region + "/" + service + "/aws4_request";
  }
}
