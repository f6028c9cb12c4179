package io.github.kvssecure.local.streams;

/**
 * What DescribeStream reports of a customer managed key. Which of these the real service does is
 * not documented, so a client must live with all of them.
 */
public enum ReportedKey {
  /** What the creator typed: key id, key ARN, alias name or alias ARN. */
  AS_TYPED,
  /** The same written as an ARN, without looking it up: an alias name becomes its alias ARN. */
  AS_ARN,
  /** The ARN of the key that was meant when the stream was made; as typed if there was none. */
  AS_KEY_ARN
}
