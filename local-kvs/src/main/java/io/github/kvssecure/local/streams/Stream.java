package io.github.kvssecure.local.streams;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The description of a stream at one moment. Immutable.
 *
 * @param name stream name
 * @param arn stream ARN
 * @param created creation time, also the last part of the ARN
 * @param status status
 * @param version changes with every change of the stream
 * @param settings what can be set; the key as DescribeStream reports it
 */
public record Stream(
    String name,
    String arn,
    Instant created,
    StreamStatus status,
    String version,
    StreamSettings settings) {

  Stream in(StreamStatus other) {
    return new Stream(name, arn, created, other, version, settings);
  }

  Stream changed(StreamSettings other, String nextVersion) {
    return new Stream(name, arn, created, status, nextVersion, other);
  }

  Stream tagged(Map<String, String> tags) {
    return new Stream(name, arn, created, status, version, settings.withTags(tags));
  }

  /** Returns the device name, if one was given. */
  public Optional<String> deviceName() {
    return settings.deviceName();
  }
}
