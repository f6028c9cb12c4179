package io.github.kvssecure.local.sigv4;

import io.github.kvssecure.local.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The canonical form of a request, as the AWS General Reference defines it for Signature Version 4.
 */
final class CanonicalRequest {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private CanonicalRequest() {}

  static String of(HttpRequest request, List<String> signedHeaders, String payloadHash) {
    StringBuilder canonical = new StringBuilder();
    canonical.append(request.method()).append('\n');
    // Every service but S3 encodes the path a second time.
    canonical.append(encode(request.path(), "/")).append('\n');
    canonical.append(query(request.query())).append('\n');
    for (String name : signedHeaders) {
      String values =
          request.headers().all(name).stream()
              .map(v -> v.trim().replaceAll(" +", " "))
              .collect(Collectors.joining(","));
      canonical.append(name).append(':').append(values).append('\n');
    }
    canonical.append('\n').append(String.join(";", signedHeaders)).append('\n');
    return canonical.append(payloadHash).toString();
  }

  /**
   * The query arrives encoded already; it only needs the order, and an equals sign after every
   * name.
   */
  private static String query(String query) {
    if (query.isEmpty()) {
      return "";
    }
    return Stream.of(query.split("&", -1))
        .map(pair -> pair.contains("=") ? pair : pair + "=")
        .sorted()
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text, String keep) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (UNRESERVED.indexOf(c) >= 0 || keep.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return encoded.toString();
  }
}
