package io.github.kvssecure.local.streams;

import java.util.Map;
import java.util.Optional;

/**
 * What can be asked for when a stream is made. Immutable; derived from {@link #none()}.
 *
 * @param deviceName device name
 * @param mediaType media type
 * @param kmsKeyId key as the caller wrote it; empty for the AWS managed key; need not exist
 * @param retentionHours 0 for none
 * @param tags tags
 */
public record StreamSettings(
    Optional<String> deviceName,
    Optional<String> mediaType,
    Optional<String> kmsKeyId,
    int retentionHours,
    Map<String, String> tags) {

  /** Copies the tags. */
  public StreamSettings {
    tags = Map.copyOf(tags);
  }

  /** Returns settings that ask for nothing: managed key, no retention. */
  public static StreamSettings none() {
    return new StreamSettings(Optional.empty(), Optional.empty(), Optional.empty(), 0, Map.of());
  }

  /** Returns a copy with a retention in hours. */
  public StreamSettings withRetentionHours(int hours) {
    return new StreamSettings(deviceName, mediaType, kmsKeyId, hours, tags);
  }

  /** Returns a copy with a KMS key: id, ARN, alias or alias ARN. */
  public StreamSettings withKmsKeyId(String key) {
    return new StreamSettings(deviceName, mediaType, Optional.of(key), retentionHours, tags);
  }

  /** Returns a copy with a media type. */
  public StreamSettings withMediaType(String type) {
    return new StreamSettings(deviceName, Optional.of(type), kmsKeyId, retentionHours, tags);
  }

  /** Returns a copy with a device name. */
  public StreamSettings withDeviceName(String name) {
    return new StreamSettings(Optional.of(name), mediaType, kmsKeyId, retentionHours, tags);
  }

  /** Returns a copy with other tags. */
  public StreamSettings withTags(Map<String, String> other) {
    return new StreamSettings(deviceName, mediaType, kmsKeyId, retentionHours, other);
  }
}
