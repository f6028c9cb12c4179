package io.github.kvssecure.spi;

import java.util.Optional;

/** How an upload ended. */
public sealed interface UploadEnd {

  /** The body was sent whole and the response ended in order. */
  record Completed() implements UploadEnd {}

  /**
   * It ended before its time. Fragments without a final acknowledgement are not stored.
   *
   * @param cause what happened, without secrets
   * @param refusal the exception that a listener, or the policy while the body was read, refused
   *     with, if that was the reason
   */
  record Broken(UploadException cause, Optional<RuntimeException> refusal) implements UploadEnd {}
}
