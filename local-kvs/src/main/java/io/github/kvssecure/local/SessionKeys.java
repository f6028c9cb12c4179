package io.github.kvssecure.local;

import java.time.Instant;

/**
 * Temporary credentials. {@link #toString()} shows the key id and the end only.
 *
 * @param accessKeyId ASIA…
 * @param secretAccessKey signing secret
 * @param sessionToken goes with every request
 * @param expiration when they end
 */
public record SessionKeys(
    String accessKeyId, String secretAccessKey, String sessionToken, Instant expiration) {

  @Override
  public String toString() {
    return "SessionKeys[accessKeyId="
        + accessKeyId
        + ", expiration="
        + expiration
        + ", secrets redacted]";
  }
}
