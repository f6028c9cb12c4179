package io.github.kvssecure.local;

/**
 * Long-term credentials of a user, as a secure producer refuses them. {@link #toString()} shows the
 * key id only.
 *
 * @param accessKeyId AKIA…
 * @param secretAccessKey signing secret
 */
public record StaticKeys(String accessKeyId, String secretAccessKey) {

  @Override
  public String toString() {
    return "StaticKeys[accessKeyId=" + accessKeyId + ", secret redacted]";
  }
}
