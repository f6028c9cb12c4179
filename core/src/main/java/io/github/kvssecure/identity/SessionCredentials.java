package io.github.kvssecure.identity;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What signs a request: access key id, secret, session token, end of life. Immutable, not
 * serialisable.
 *
 * <p>Security: {@link #toString} shows the last four characters of the access key id and no secret.
 * The secrets live in ordinary strings, because the SDK's signer takes strings: a heap dump of the
 * process shows them. {@link Redaction} takes them out of texts that come from outside.
 */
public final class SessionCredentials {

  private final String accessKeyId;
  private final String secretAccessKey;
  private final Optional<String> sessionToken;
  private final Optional<Instant> expiration;
  private final Optional<SessionGrant> grant;

  private SessionCredentials(
      String accessKeyId,
      String secretAccessKey,
      Optional<String> sessionToken,
      Optional<Instant> expiration,
      Optional<SessionGrant> grant) {
    this.accessKeyId = Objects.requireNonNull(accessKeyId, "accessKeyId");
    this.secretAccessKey = Objects.requireNonNull(secretAccessKey, "secretAccessKey");
    this.sessionToken = sessionToken.filter(token -> !token.isEmpty());
    this.expiration = expiration;
    this.grant = grant;
    // Nothing can see this object before the constructor ends but Redaction, which only reads it.
    Redaction.register(this);
  }

  /**
   * Credentials as a provider gave them; nothing is judged here.
   *
   * @param accessKeyId names the key
   * @param secretAccessKey signs
   * @param sessionToken present on temporary credentials; an empty text counts as absent
   * @param expiration when they end, if the provider says so
   * @return the credentials
   */
  public static SessionCredentials of(
      String accessKeyId,
      String secretAccessKey,
      Optional<String> sessionToken,
      Optional<Instant> expiration) {
    return new SessionCredentials(
        accessKeyId, secretAccessKey, sessionToken, expiration, Optional.empty());
  }

  /**
   * The same credentials with what STS said when it made them.
   *
   * @param value as STS reported it
   * @return new credentials
   */
  public SessionCredentials granted(SessionGrant value) {
    return new SessionCredentials(
        accessKeyId, secretAccessKey, sessionToken, expiration, Optional.of(value));
  }

  /**
   * Names the key.
   *
   * @return the access key id; not a secret, but an identifier
   */
  public String accessKeyId() {
    return accessKeyId;
  }

  /**
   * Signs.
   *
   * @return the secret; never log it
   */
  public String secretAccessKey() {
    return secretAccessKey;
  }

  /**
   * Shows that they are temporary.
   *
   * @return the token, a secret; empty on long-term keys
   */
  public Optional<String> sessionToken() {
    return sessionToken;
  }

  /**
   * When they end.
   *
   * @return the moment, if the provider said so
   */
  public Optional<Instant> expiration() {
    return expiration;
  }

  /**
   * What STS said when it made them.
   *
   * @return empty if somebody else asked STS, or none was asked
   */
  public Optional<SessionGrant> grant() {
    return grant;
  }

  /**
   * The access key id made fit for messages.
   *
   * @return for example {@code ASIA...WXYZ}
   */
  public String redactedAccessKeyId() {
    int length = accessKeyId.length();
    boolean printable = accessKeyId.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    return length < 12 || !printable
        ? "..."
        : accessKeyId.substring(0, 4) + "..." + accessKeyId.substring(length - 4);
  }

  @Override
  public String toString() {
    return "SessionCredentials["
        + redactedAccessKeyId()
        + ", "
        + (sessionToken.isPresent() ? "temporary" : "long-term")
        + ", expires="
        + expiration.map(Instant::toString).orElse("unknown")
        + "]";
  }
}
