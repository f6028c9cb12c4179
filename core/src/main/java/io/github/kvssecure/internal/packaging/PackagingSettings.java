package io.github.kvssecure.internal.packaging;

import io.github.kvssecure.stream.IngestConfigurationException;
import java.time.Duration;

/**
 * What is fixed when a media producer is made. Immutable.
 *
 * @param storeBytes the content store that all streams share, 1 MiB to 8 GiB; memory is taken as it
 *     is used
 * @param uploadLifetime how long an upload lasts before a new one follows it at the next fragment;
 *     more than zero
 */
public record PackagingSettings(long storeBytes, Duration uploadLifetime) {

  /** The system property that sets {@link #storeBytes}, in MiB. */
  public static final String STORE_PROPERTY = "io.github.kvssecure.packaging.storeMiB";

  private static final long MIB = 1L << 20;
  private static final long MOST = 8L << 30;
  private static final long DEFAULT_MOST = 512 * MIB;

  /**
   * KVS ends a PutMedia connection after 45 minutes (service quotas); the native one too after 40.
   */
  private static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(40);

  /** The largest fragment KVS takes is 50 MB (service quotas): a larger frame can never arrive. */
  private static final int LARGEST_FRAGMENT = 50_000_000;

  private static final int ROOM_FOR_HEADERS = 1024;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a setting is out of range
   */
  public PackagingSettings {
    if (storeBytes < MIB || storeBytes > MOST) {
      throw new IllegalArgumentException(
          "the content store must have 1 to 8192 MiB, found "
              + storeBytes / MIB
              + "; see -D"
              + STORE_PROPERTY);
    }
    if (uploadLifetime.isNegative() || uploadLifetime.isZero()) {
      throw new IllegalArgumentException("an upload must last some time, found " + uploadLifetime);
    }
  }

  /**
   * The settings of this process: half of the heap, at most 512 MiB, unless the system property
   * says otherwise.
   *
   * @return the settings
   * @throws IngestConfigurationException if the system property is no number, or out of range
   */
  public static PackagingSettings ofProcess() {
    return new PackagingSettings(storeOfProcess(), DEFAULT_LIFETIME);
  }

  private static long storeOfProcess() {
    String text = System.getProperty(STORE_PROPERTY);
    if (text == null) {
      return Math.max(MIB, Math.min(DEFAULT_MOST, Runtime.getRuntime().maxMemory() / 2));
    }
    // Nine digits cannot overflow when they are multiplied.
    long bytes = text.matches("[0-9]{1,9}") ? Long.parseLong(text) * MIB : 0;
    if (bytes < MIB || bytes > MOST) {
      throw new IngestConfigurationException(
          "-D%s is \"%s\"; required: MiB for the content store, 1 to 8192, without a unit; write -D%1$s=512"
              .formatted(STORE_PROPERTY, text));
    }
    return bytes;
  }

  /** The largest frame: what one fragment may have, and half of the store. */
  int maxFrameBytes() {
    return (int) Math.min(LARGEST_FRAGMENT, storeBytes / 2) - ROOM_FOR_HEADERS;
  }
}
