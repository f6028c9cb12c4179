package io.github.kvssecure.local.media;

import io.github.kvssecure.local.iam.Caller;
import io.github.kvssecure.local.streams.StoredStream;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides anew for every fragment whether it can be stored: the stream may be deleted, its key
 * disabled, or the stand-in full while an upload runs. Thread-safe.
 */
final class FragmentAdmission implements Supplier<Optional<AckError>> {
  private static final Logger LOG = LoggerFactory.getLogger(FragmentAdmission.class);

  private final StreamEncryption encryption;
  private final Caller caller;
  private final StoredStream stream;

  FragmentAdmission(StreamEncryption encryption, Caller caller, StoredStream stream) {
    this.encryption = encryption;
    this.caller = caller;
    this.stream = stream;
  }

  /** Returns why the next fragment cannot be stored; empty when it can. */
  @Override
  public Optional<AckError> get() {
    if (!stream.takesMedia()) {
      return Optional.of(AckError.STREAM_NOT_ACTIVE);
    }
    Optional<String> full = stream.fullness();
    if (full.isPresent()) {
      LOG.error("an upload ends with ARCHIVAL_ERROR: {}", full.get());
      return Optional.of(AckError.ARCHIVAL_ERROR);
    }
    return encryption.refusalToStore(caller, stream);
  }
}
