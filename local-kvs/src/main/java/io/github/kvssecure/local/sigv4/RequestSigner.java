package io.github.kvssecure.local.sigv4;

import io.github.kvssecure.local.http.Headers;
import io.github.kvssecure.local.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Signs a POST as a client of the stand-in; the other side of {@link SignatureVerifier}. */
public final class RequestSigner {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final String region;

  /**
   * Makes a signer.
   *
   * @param region goes into the scope, beside the service {@code kinesisvideo}
   */
  public RequestSigner(String region) {
    this.region = region;
  }

  /**
   * Returns the headers to send, Authorization among them; logs nothing.
   *
   * @param path of the request
   * @param host with the port, unless it is 443
   * @param body whole
   * @param credential who signs; its caller is not looked at
   * @param now the moment of the request
   */
  public Map<String, String> sign(
      String path, String host, byte[] body, ClientCredential credential, Instant now) {
    String time = TIMESTAMP.format(now);
    Map<String, String> headers = new TreeMap<>();
    headers.put("content-type", "application/json");
    headers.put("host", host);
    headers.put("x-amz-content-sha256", Digests.sha256(body));
    headers.put("x-amz-date", time);
    headers.put("x-amz-security-token", credential.sessionToken());
    List<Headers.Field> fields = new ArrayList<>();
    headers.forEach((name, value) -> fields.add(new Headers.Field(name, value)));
    HttpRequest request =
        new HttpRequest("POST", path, "", new Headers(fields), new ByteArrayInputStream(body));
    List<String> names = List.copyOf(headers.keySet());
    AuthorizationHeader scope =
        new AuthorizationHeader(
            credential.accessKeyId(), time.substring(0, 8), region, "kinesisvideo", names, "");
    String canonical = CanonicalRequest.of(request, names, Digests.sha256(body));
    String toSign =
        String.join(
            "\n", "AWS4-HMAC-SHA256", time, scope.scope(), Digests.sha256(Digests.utf8(canonical)));
    headers.put(
        "authorization",
        "AWS4-HMAC-SHA256 Credential="
            + credential.accessKeyId()
            + "/"
            + scope.scope()
            + ", SignedHeaders="
            + String.join(";", names)
            + ", Signature="
            + Digests.signature(credential.secretAccessKey(), scope, toSign));
    return headers;
  }

  /**
   * What a client signs with. {@link #toString()} shows the key id only.
   *
   * @param accessKeyId names the key
   * @param secretAccessKey signs
   * @param sessionToken goes along
   */
  public record ClientCredential(String accessKeyId, String secretAccessKey, String sessionToken) {
    @Override
    public String toString() {
      return "ClientCredential[" + accessKeyId + "]";
    }
  }
}
