package io.github.kvssecure.local.streams;

/** Whether calls are counted against the quotas of the service. */
public enum CallRates {
  /** Any number of calls: tests are faster than a camera that behaves. */
  UNLIMITED,
  /**
   * At most 5 calls of each operation on each stream in a second; and in the whole account 300 of
   * DescribeStream, 300 of GetDataEndpoint, and 50 of any other operation of the control plane. The
   * next one is answered {@code ClientLimitExceededException}.
   */
  AS_DOCUMENTED
}
