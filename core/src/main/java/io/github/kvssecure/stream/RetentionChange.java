package io.github.kvssecure.stream;

import java.util.Objects;

/**
 * A change of retention: KVS takes a difference, not the new value. Immutable.
 *
 * @param from what the service reported last
 * @param to what is wanted
 * @see <a
 *     href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/API_UpdateDataRetention.html">UpdateDataRetention</a>
 */
public record RetentionChange(Retention from, Retention to) {

  /** Requires both. */
  public RetentionChange {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
  }

  /**
   * The difference.
   *
   * @return hours; positive for a longer retention, zero for none
   */
  public int hours() {
    return to.hours() - from.hours();
  }

  /**
   * Whether stored media would be lost.
   *
   * @return true if the retention gets shorter
   */
  public boolean isDecrease() {
    return hours() < 0;
  }
}
