package io.github.kvssecure.local.streams;

/** Whether calls on a stream are counted against the quota of the service. */
public enum CallRates {
  /** Any number of calls: tests are faster than a camera that behaves. */
  UNLIMITED,
  /**
   * At most 5 calls of each operation on each stream in a second; the next one is answered {@code
   * ClientLimitExceededException}.
   */
  AS_DOCUMENTED
}
