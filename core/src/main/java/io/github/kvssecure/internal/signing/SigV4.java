package io.github.kvssecure.internal.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signature Version 4 of a POST on a plain path without a query: all that KVS, KMS and STS are
 * sent. Stateless.
 *
 * <p>Security: it takes the place of the SDK's signer, which writes the canonical request, and with
 * it the session token, to its log at DEBUG. This one logs nothing. The SDK's signer is its oracle
 * in the tests.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create
 *     a signed AWS API request</a>
 */
public final class SigV4 {

  /** What stands for the hash of a body that is not signed. */
  public static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final Pattern PLAIN_PATH = Pattern.compile("(/[A-Za-z0-9]*)?");
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private SigV4() {}

  /**
   * What is signed.
   *
   * @param path a plain path, for example {@code /putMedia}
   * @param headers every header to sign, names in lower case; {@code x-amz-date} among them, made
   *     by {@link #timestamp}
   * @param payloadHash the SHA-256 of the body as lower-case hex, or {@link #UNSIGNED_PAYLOAD}
   */
  public record Post(String path, SortedMap<String, String> headers, String payloadHash) {
    /**
     * Requires a plain path.
     *
     * @throws IllegalArgumentException if {@code path} would need encoding
     */
    public Post {
      if (!PLAIN_PATH.matcher(path).matches()) {
        throw new IllegalArgumentException(
            "only a POST on a plain path without a query is signed, found " + path);
      }
    }

    /** Names the headers only: the session token is one of their values. */
    @Override
    public String toString() {
      return "Post[" + path + ", headers=" + headers.keySet() + "]";
    }
  }

  /**
   * For whom, when and where a signature holds. {@link #toString} shows no secret.
   *
   * @param accessKeyId names the key
   * @param secret signs
   * @param time the moment of the request
   * @param service for example {@code us-east-1/kinesisvideo}: Region and service of the scope
   */
  public record Signer(String accessKeyId, String secret, Instant time, String service) {
    String scope() {
      return timestamp(time).substring(0, 8) + "/" + service + "/aws4_request";
    }

    @Override
    public String toString() {
      return "Signer[" + service + "]";
    }
  }

  /**
   * A moment as {@code x-amz-date} has it.
   *
   * @param time the moment
   * @return for example {@code 20261123T120000Z}
   */
  public static String timestamp(Instant time) {
    return TIMESTAMP.format(time);
  }

  /**
   * The {@code Authorization} header of a request.
   *
   * @param post what is signed
   * @param signer by whom
   * @return the value
   */
  public static String authorization(Post post, Signer signer) {
    String names = String.join(";", post.headers().keySet());
    String canonical =
        "POST\n"
            + (post.path().isEmpty() ? "/" : post.path())
            + "\n\n"
            + post.headers().entrySet().stream()
                .map(header -> header.getKey() + ":" + trimmed(header) + "\n")
                .collect(Collectors.joining())
            + "\n"
            + names
            + "\n"
            + post.payloadHash();
    String toSign =
        String.join(
            "\n",
            ALGORITHM,
            timestamp(signer.time()),
            signer.scope(),
            sha256Hex(canonical.getBytes(UTF_8)));
    byte[] key = ("AWS4" + signer.secret()).getBytes(UTF_8);
    for (String part : signer.scope().split("/", -1)) {
      key = hmac(key, part);
    }
    return ALGORITHM
        + " Credential="
        + signer.accessKeyId()
        + "/"
        + signer.scope()
        + ", SignedHeaders="
        + names
        + ", Signature="
        + HexFormat.of().formatHex(hmac(key, toSign));
  }

  private static String trimmed(Map.Entry<String, String> header) {
    return header.getValue().trim().replaceAll(" +", " ");
  }

  /**
   * The SHA-256 of bytes.
   *
   * @param bytes any
   * @return lower-case hex
   */
  public static String sha256Hex(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has HmacSHA256", e);
    }
  }
}
