package io.github.kvssecure.internal.transport;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/**
 * What all uploads of a transport share.
 *
 * @param loop waits for their sockets
 * @param lookups looks their names up, which blocks
 * @param handshaking runs certificate checks and key agreement, which take long
 * @param signer signs their heads
 * @param settings what they obey
 */
record TransportParts(
    SelectorLoop loop,
    NameLookups lookups,
    ExecutorService handshaking,
    RequestSigner signer,
    TransportSettings settings) {

  /** Now, by the clock of the timeouts. */
  long now() {
    return settings.time().nanos().getAsLong();
  }

  /** Runs the long part of a handshake beside the loop, or at once if there are too many. */
  void runHandshakeTasks(Runnable tasks) {
    try {
      handshaking.execute(tasks);
    } catch (RejectedExecutionException e) {
      tasks.run();
    }
  }
}
