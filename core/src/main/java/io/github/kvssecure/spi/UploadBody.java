package io.github.kvssecure.spi;

/** The body of an upload, pulled by the transport by one thread at a time. */
@FunctionalInterface
public interface UploadBody {

  /**
   * Pulls bytes.
   *
   * @param buffer filled from the start
   * @return bytes written (at least 1), 0 if there are none now, -1 when the body is over
   * @throws io.github.kvssecure.policy.PolicyViolationException if the policy refuses what was
   *     about to leave; the upload ends with that refusal
   */
  int read(byte[] buffer);
}
