package io.github.kvssecure.samples;

import io.github.kvssecure.local.SessionKeys;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Sessions of the stand-in as the AWS SDK has them, which the stand-in itself does not need. */
public final class SdkCredentials {

  private SdkCredentials() {}

  /**
   * A session for a provider of the SDK.
   *
   * @param keys what the stand-in gave
   * @return the same, with their end
   */
  public static AwsSessionCredentials of(SessionKeys keys) {
    return AwsSessionCredentials.builder()
        .accessKeyId(keys.accessKeyId())
        .secretAccessKey(keys.secretAccessKey())
        .sessionToken(keys.sessionToken())
        .expirationTime(keys.expiration())
        .build();
  }
}
