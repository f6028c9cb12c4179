package io.github.kvssecure.local.kms;

import java.time.Instant;
import java.util.Optional;

/**
 * The dates in the life of a key. Immutable.
 *
 * @param created when it was made
 * @param deletion when it will be gone, while deletion is scheduled
 * @param expiry when imported material expires (ValidTo); empty when it does not
 */
public record KeyDates(Instant created, Optional<Instant> deletion, Optional<Instant> expiry) {

  static KeyDates since(Instant created) {
    return new KeyDates(created, Optional.empty(), Optional.empty());
  }

  KeyDates deletedAt(Optional<Instant> end) {
    return new KeyDates(created, end, expiry);
  }

  KeyDates expiringAt(Optional<Instant> end) {
    return new KeyDates(created, deletion, end);
  }
}
