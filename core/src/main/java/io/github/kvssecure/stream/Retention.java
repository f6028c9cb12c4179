package io.github.kvssecure.stream;

import java.time.Duration;

/**
 * How long KVS keeps the media, in whole hours. Immutable.
 *
 * @param hours 0 (nothing is stored) to 87600 (ten years)
 * @see <a
 *     href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/API_CreateStream.html">CreateStream</a>
 */
public record Retention(int hours) implements Comparable<Retention> {

  /** The longest retention KVS offers, in hours: ten years. */
  public static final int MAX_HOURS = 87_600;

  /** Nothing is stored: consumers see live media only. */
  public static final Retention NONE = new Retention(0);

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if {@code hours} is outside 0 to 87600
   */
  public Retention {
    if (hours < 0 || hours > MAX_HOURS) {
      throw new IllegalArgumentException(
          "retention must be 0 to " + MAX_HOURS + " hours, found " + hours);
    }
  }

  /**
   * A retention in hours.
   *
   * @param hours 0 to 87600
   * @return the retention
   * @throws IllegalArgumentException if {@code hours} is outside 0 to 87600
   */
  public static Retention ofHours(int hours) {
    return new Retention(hours);
  }

  /**
   * A retention in days.
   *
   * @param days 0 to 3650
   * @return the retention
   * @throws IllegalArgumentException if {@code days} is outside 0 to 3650
   */
  public static Retention ofDays(int days) {
    if (days < 0 || days > MAX_HOURS / 24) {
      throw new IllegalArgumentException("retention must be 0 to 3650 days, found " + days);
    }
    return new Retention(days * 24);
  }

  /**
   * The same as a duration.
   *
   * @return whole hours
   */
  public Duration toDuration() {
    return Duration.ofHours(hours);
  }

  @Override
  public int compareTo(Retention other) {
    return Integer.compare(hours, other.hours);
  }

  @Override
  public String toString() {
    return hours + " h";
  }
}
