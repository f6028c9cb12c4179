package io.github.kvssecure.jni.internal.bind;

import io.github.kvssecure.stream.IngestConfigurationException;
import java.time.Duration;

/**
 * What is fixed when the native client is made, for the life of the process. Immutable.
 *
 * @param storageBytes the content store that all streams share, 8 MiB to 8 GiB; memory is taken as
 *     it is used
 * @param streamCount how many streams may be open at once, 1 to 10000
 * @param tokenLifetime how long an upload may last, at least 31 seconds; the native producer makes
 *     it 40 minutes if it is longer
 */
public record NativeSettings(long storageBytes, int streamCount, Duration tokenLifetime) {

  /** The system property that sets {@link #storageBytes}, in MiB. */
  public static final String STORAGE_PROPERTY = "io.github.kvssecure.jni.storageMiB";

  private static final long MIN_STORAGE = 8L << 20;
  private static final long MAX_STORAGE = 8L << 30;
  private static final long DEFAULT_STORAGE = 512L << 20;
  private static final int DEFAULT_STREAM_COUNT = 1024;
  private static final Duration DEFAULT_TOKEN_LIFETIME = Duration.ofMinutes(45);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a setting is out of range
   */
  public NativeSettings {
    if (storageBytes < MIN_STORAGE || storageBytes > MAX_STORAGE) {
      throw new IllegalArgumentException(
          "the content store must have 8 to 8192 MiB, found "
              + (storageBytes >> 20)
              + "; see -D"
              + STORAGE_PROPERTY);
    }
    if (streamCount < 1 || streamCount > 10_000) {
      throw new IllegalArgumentException("stream count must be 1 to 10000, found " + streamCount);
    }
    // The native producer refuses a token with less than 30 seconds left.
    if (tokenLifetime.compareTo(Duration.ofSeconds(31)) < 0) {
      throw new IllegalArgumentException("token lifetime must be 31 s or more");
    }
  }

  /**
   * The settings of this process: 512 MiB unless the system property says otherwise, 1024 streams.
   *
   * @return the settings
   * @throws IngestConfigurationException if the system property is no number, or out of range
   */
  public static NativeSettings ofProcess() {
    return new NativeSettings(storageOfProcess(), DEFAULT_STREAM_COUNT, DEFAULT_TOKEN_LIFETIME);
  }

  private static long storageOfProcess() {
    String text = System.getProperty(STORAGE_PROPERTY);
    if (text == null) {
      return DEFAULT_STORAGE;
    }
    // Nine digits cannot overflow when they are multiplied.
    long bytes = text.matches("[0-9]{1,9}") ? Long.parseLong(text) << 20 : 0;
    if (bytes < MIN_STORAGE || bytes > MAX_STORAGE) {
      throw new IngestConfigurationException(
          "-D%s is \"%s\"; required: MiB for the content store, 8 to 8192, without a unit; write -D%1$s=512"
              .formatted(STORAGE_PROPERTY, text));
    }
    return bytes;
  }

  /**
   * The largest frame that may be put: a larger one would make the native producer reserve 1.8
   * times its size for ever, and refuse all that follows.
   */
  int maxFrameBytes() {
    long reserve = 1L << 20;
    return (int) Math.min(Integer.MAX_VALUE - 1024, (long) ((storageBytes - reserve) / 2.8));
  }
}
