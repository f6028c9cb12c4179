package io.github.kvssecure.internal.renewal;

import java.time.Instant;
import java.util.Optional;

/** Told how credentials are renewed. Must not block. */
public interface RenewalListener {

  /** Ignores everything. */
  RenewalListener NONE =
      new RenewalListener() {
        @Override
        public void renewed(String source, Instant end) {}

        @Override
        public void failed(String source, String cause, Optional<Instant> aliveUntil) {}
      };

  /**
   * There are new credentials.
   *
   * @param source of which source, without secrets
   * @param end when they end
   */
  void renewed(String source, Instant end);

  /**
   * There are none.
   *
   * @param source of which source, without secrets
   * @param cause why, without secrets
   * @param aliveUntil when those end that are used until then; empty if there are none
   */
  void failed(String source, String cause, Optional<Instant> aliveUntil);
}
