package io.github.kvssecure.local.iam;

import java.time.Instant;
import java.util.Optional;

/**
 * A secret and whom it stands for. {@link #toString()} shows the key id only.
 *
 * @param accessKeyId AKIA… for users, ASIA… for sessions
 * @param secretAccessKey the signing secret
 * @param sessionToken present for sessions
 * @param expiration end of a session; empty for users
 * @param caller the identity
 */
public record Credential(
    String accessKeyId,
    String secretAccessKey,
    Optional<String> sessionToken,
    Optional<Instant> expiration,
    Caller caller) {

  @Override
  public String toString() {
    return "Credential[accessKeyId=" + accessKeyId + ", secrets redacted]";
  }
}
