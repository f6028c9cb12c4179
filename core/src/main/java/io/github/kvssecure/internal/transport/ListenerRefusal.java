package io.github.kvssecure.internal.transport;

/** A listener refused to go on. Carries its exception out of the layers that do not care. */
final class ListenerRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final RuntimeException refusal;

  /**
   * A refusal.
   *
   * @param refusal what the listener threw
   */
  ListenerRefusal(RuntimeException refusal) {
    super(refusal);
    this.refusal = refusal;
  }

  /** What the listener threw. */
  RuntimeException refusal() {
    return refusal;
  }
}
