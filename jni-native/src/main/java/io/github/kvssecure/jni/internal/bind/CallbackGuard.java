package io.github.kvssecure.jni.internal.bind;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between native code and everything it calls: whatever is thrown ends here, errors too. An
 * exception that went back into native code would make the running call fail half way, and media be
 * lost without a word; one in its log would end the JVM by endless recursion.
 */
final class CallbackGuard {

  private static final Logger LOG = LoggerFactory.getLogger(CallbackGuard.class);

  private CallbackGuard() {}

  /**
   * Runs a callback.
   *
   * @param what its name, for the log
   * @param callback notes a fact and returns; never blocks
   */
  static void run(String what, Runnable callback) {
    try {
      callback.run();
    } catch (Throwable thrown) {
      tell(what, thrown);
    }
  }

  /** Tells of it as far as that is possible: the log may be what threw. */
  private static void tell(String what, Throwable thrown) {
    try {
      LOG.warn("native callback {} threw", what, thrown);
    } catch (Throwable alsoThrown) {
      thrown.addSuppressed(alsoThrown);
    }
  }
}
