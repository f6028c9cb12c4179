package io.github.kvssecure.identity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.regex.Pattern;

/**
 * Takes secrets out of texts that come from outside, such as an error text of a service or a proxy
 * that repeats what it was sent. Thread-safe.
 *
 * <p>Two things are taken out: by value, the secret access key and session token of all {@link
 * SessionCredentials} that are alive in this process; by name, whatever follows the names of
 * headers, members and elements that hold secrets, and private keys in PEM form. The registry holds
 * its credentials weakly, and keeps none alive.
 *
 * <p>Not protected: secrets that were cut, encoded or encrypted on their way. This library's own
 * texts never hold a secret to begin with.
 */
public final class Redaction {

  /** What stands where a secret stood. */
  public static final String REDACTED = "(redacted)";

  /** Shorter values are made up: a real secret access key has 40 characters, a token hundreds. */
  private static final int SHORTEST_SECRET = 16;

  private static final String MEMBERS =
      "aws_?secret_?access_?key|secret_?access_?key|aws_?session_?token|session_?token"
          + "|security_?token|web_?identity_?token"
          // of IAM Identity Center, in its calls and in the file of a sign-in
          + "|access_?token|refresh_?token|client_?secret";

  /** Names that are followed by a secret, as headers, query parameters and members of JSON. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)\\b((?:proxy-)?authorization|x-amz-security-token|x-amz-signature|signature"
              + "|x-amz-credential|x-aws-ec2-metadata-token|x-amz-sso_bearer_token|"
              + MEMBERS
              + ")(\"?\\s*[:=]\\s*\"?)"
              // AWS4-HMAC-SHA256 has three parts, Basic and Bearer have one.
              + "((?:AWS4-HMAC-SHA256|Basic|Bearer)\\s+)?"
              + "([^\\s\",;&}<]+(?:,\\s*(?:SignedHeaders|Signature)=[^\\s\",;&}<]+)*)");

  /** As STS answers. */
  private static final Pattern ELEMENT =
      Pattern.compile("(?i)(<(?:[\\w.-]+:)?(?:" + MEMBERS + ")(?:\\s[^<>]*)?>)[^<]+");

  /** As metadata services answer; the word alone says too little, a member of that name enough. */
  private static final Pattern TOKEN = Pattern.compile("(?i)(\"token\"\\s*:\\s*\")[^\"]+");

  /** A whole key, and the rest of one that was cut; not a text that speaks of the header only. */
  private static final Pattern PRIVATE_KEY =
      Pattern.compile(
          "(-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----)"
              + "(?:(?:(?!-----).)*+(?=-----END )|[\\s\\\\nr]*[A-Za-z0-9+/=]{16}[A-Za-z0-9+/=\\s\\\\]*)",
          Pattern.DOTALL);

  private static final Map<SessionCredentials, Boolean> LIVE =
      Collections.synchronizedMap(new WeakHashMap<>());

  private Redaction() {}

  /** Has the secrets of credentials taken out for as long as somebody holds them. */
  static void register(SessionCredentials credentials) {
    LIVE.put(credentials, true);
  }

  /**
   * A text without secrets.
   *
   * @param text from outside; whole, because a secret that was cut is not recognised
   * @return the text with {@link #REDACTED} where secrets were
   */
  public static String of(String text) {
    String redacted = text;
    for (String secret : secrets()) {
      redacted = redacted.replace(secret, REDACTED);
    }
    redacted = PRIVATE_KEY.matcher(redacted).replaceAll("$1" + REDACTED);
    redacted = ELEMENT.matcher(redacted).replaceAll("$1" + REDACTED);
    redacted = TOKEN.matcher(redacted).replaceAll("$1" + REDACTED);
    return NAMED.matcher(redacted).replaceAll("$1$2" + REDACTED);
  }

  /** The longest first, should one be part of another. */
  private static List<String> secrets() {
    List<String> secrets = new ArrayList<>();
    synchronized (LIVE) {
      for (SessionCredentials credentials : LIVE.keySet()) {
        secrets.add(credentials.secretAccessKey());
        credentials.sessionToken().ifPresent(secrets::add);
      }
    }
    secrets.removeIf(secret -> secret.length() < SHORTEST_SECRET);
    secrets.sort(Comparator.comparingInt(String::length).reversed());
    return secrets;
  }
}
