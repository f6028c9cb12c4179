package io.github.kvssecure.jni.internal.bind;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/**
 * What goes to the native producer in place of tokens: random references that open nothing. Real
 * credentials stay in the upload transport.
 */
final class OpaqueTokens {

  private final Clock clock;
  private final Duration lifetime;

  OpaqueTokens(Clock clock, Duration lifetime) {
    this.clock = clock;
    this.lifetime = lifetime;
  }

  /** A new reference; never null or empty, which would end the JVM. */
  byte[] next() {
    UUID reference = UUID.randomUUID();
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(reference.getMostSignificantBits())
        .putLong(reference.getLeastSignificantBits())
        .array();
  }

  /**
   * When a reference made now runs out, in ticks; the native producer then asks for a new upload.
   */
  long expirationTicks() {
    return Ticks.ofMillisecond(clock.instant().plus(lifetime));
  }
}
