package io.github.kvssecure.stream;

/**
 * What became of what was accepted, in frames or in fragments. Immutable. At every moment accepted
 * = persisted + dropped + pending.
 *
 * @param accepted taken from the application
 * @param persisted acknowledged as stored (as received, where retention is zero)
 * @param dropped given up, each time with an event that says why
 */
public record Accounting(long accepted, long persisted, long dropped) {

  /**
   * Checks the sum.
   *
   * @throws IllegalArgumentException if a count is negative or more is accounted for than was
   *     accepted
   */
  public Accounting {
    if (persisted < 0 || dropped < 0 || accepted < persisted + dropped) {
      throw new IllegalArgumentException("accepted must be at least persisted plus dropped");
    }
  }

  /**
   * What waits for its acknowledgement.
   *
   * @return accepted less persisted less dropped
   */
  public long pending() {
    return accepted - persisted - dropped;
  }

  @Override
  public String toString() {
    return "accepted="
        + accepted
        + " persisted="
        + persisted
        + " dropped="
        + dropped
        + " pending="
        + pending();
  }
}
