package io.github.kvssecure.policy;

/**
 * A topic of the AWS guide.
 *
 * @see <a href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/security.html">Security
 *     in Amazon Kinesis Video Streams</a>
 */
public enum Topic {
  /** Data protection: encryption at rest with KMS. */
  DATA_PROTECTION,
  /** Controlling access with IAM. */
  IDENTITY,
  /** Controlling access with AWS IoT. */
  DEVICE_IDENTITY,
  /** Monitoring. */
  MONITORING,
  /** Compliance validation. */
  COMPLIANCE,
  /** Resilience. */
  RESILIENCE,
  /** Infrastructure security: TLS, endpoints, the wire. */
  INFRASTRUCTURE,
  /** Security best practices. */
  BEST_PRACTICES
}
