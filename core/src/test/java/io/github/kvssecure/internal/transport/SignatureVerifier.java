package io.github.kvssecure.internal.transport;

import io.github.kvssecure.identity.SessionCredentials;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies Signature Version 4 as the service does, written from the AWS description alone and not
 * with the SDK.
 */
final class SignatureVerifier {

  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8}/[^/]+/[^/]+/aws4_request),"
              + " SignedHeaders=([^,]+), Signature=([0-9a-f]{64})");

  private final String accessKeyId;
  private final String scope;
  private final List<String> signedHeaders;
  private final String signature;
  private final Map<String, String> headers;

  SignatureVerifier(Map<String, String> headers) {
    Matcher matcher = AUTHORIZATION.matcher(String.valueOf(headers.get("authorization")));
    if (!matcher.matches()) {
      throw new AssertionError("no authorization header");
    }
    this.headers = headers;
    this.accessKeyId = matcher.group(1);
    this.scope = matcher.group(2);
    this.signedHeaders = List.of(matcher.group(3).split(";", -1));
    this.signature = matcher.group(4);
  }

  String accessKeyId() {
    return accessKeyId;
  }

  String scope() {
    return scope;
  }

  List<String> signedHeaders() {
    return signedHeaders;
  }

  boolean isValid(String method, String path, SessionCredentials credentials) {
    StringBuilder canonical = new StringBuilder(method + "\n" + path + "\n\n");
    for (String name : signedHeaders) {
      canonical.append(name).append(':').append(headers.get(name)).append('\n');
    }
    canonical
        .append('\n')
        .append(String.join(";", signedHeaders))
        .append('\n')
        .append(headers.get("x-amz-content-sha256"));
    try {
      String toSign =
          "AWS4-HMAC-SHA256\n"
              + headers.get("x-amz-date")
              + "\n"
              + scope
              + "\n"
              + HexFormat.of()
                  .formatHex(
                      MessageDigest.getInstance("SHA-256").digest(bytes(canonical.toString())));
      byte[] key = bytes("AWS4" + credentials.secretAccessKey());
      for (String part : scope.split("/", -1)) {
        key = hmac(key, part);
      }
      return HexFormat.of().formatHex(hmac(key, toSign)).equals(signature);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
