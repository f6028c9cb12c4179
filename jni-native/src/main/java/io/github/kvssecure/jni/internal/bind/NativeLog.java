package io.github.kvssecure.jni.internal.bind;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the native producer writes to its log. It is the only place where an error shows that the
 * native glue swallows, so the first status of a call is kept until it is taken. Guarded by the
 * client's lock; lines of native code's own thread, which does not hold it, belong to no call.
 */
final class NativeLog {

  static final String LOGGER = "io.github.kvssecure.jni.native";

  private static final Logger LOG = LoggerFactory.getLogger(LOGGER);
  private static final Pattern STATUS = Pattern.compile("status code: 0x([0-9a-fA-F]{1,8})");
  private static final int NATIVE_INFO = 3;
  private static final int NATIVE_ERROR = 5;
  private static final int WARNINGS_PER_WINDOW = 10;
  private static final long WINDOW_NANOSECONDS = 10_000_000_000L;

  private final LongSupplier nanoTime;
  private final BooleanSupplier ofACall;
  private long windowStart;
  private int warnings;
  private int status;

  /**
   * @param nanoTime the monotonic clock
   * @param ofACall whether the current thread is in a call into native code
   */
  NativeLog(LongSupplier nanoTime, BooleanSupplier ofACall) {
    this.nanoTime = nanoTime;
    this.ofACall = ofACall;
    this.windowStart = nanoTime.getAsLong();
  }

  /** Notes a line. Cheap below the native error level: several come for each frame. */
  void print(int level, String tag, String message) {
    if (level < NATIVE_INFO || !ofACall.getAsBoolean()) {
      LOG.trace("{} - {}", tag, message);
    } else if (level < NATIVE_ERROR) {
      // Its warnings are of the ordinary: an upload that ended, a frame that waits.
      keepStatus(message);
      LOG.debug("{} - {}", tag, message);
    } else {
      keepStatus(message);
      if (mayWarn()) {
        LOG.warn("{} - {}", tag, message.strip());
      } else {
        LOG.debug("{} - {}", tag, message);
      }
    }
  }

  private void keepStatus(String message) {
    if (status == 0) {
      Matcher matcher = STATUS.matcher(message);
      if (matcher.find()) {
        status = Integer.parseUnsignedInt(matcher.group(1), 16);
      }
    }
  }

  private boolean mayWarn() {
    long now = nanoTime.getAsLong();
    if (now - windowStart >= WINDOW_NANOSECONDS) {
      windowStart = now;
      warnings = 0;
    }
    return warnings++ < WARNINGS_PER_WINDOW;
  }

  /**
   * The first status since this was asked last.
   *
   * @return zero if there was none
   */
  int takeStatus() {
    int taken = status;
    status = 0;
    return taken;
  }
}
