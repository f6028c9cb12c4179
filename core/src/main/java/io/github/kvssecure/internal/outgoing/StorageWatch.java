package io.github.kvssecure.internal.outgoing;

import io.github.kvssecure.internal.files.SpilledMedia;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.ResilienceFacts.MediaKept;
import io.github.kvssecure.internal.gate.rule.ResilienceRules;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.spi.MediaStorage;
import io.github.kvssecure.stream.StreamName;
import java.util.Optional;

/**
 * Shows the gate where the media of a stream waits: when it is opened, and where that is on disk
 * once in {@link FragmentWatch#WINDOW} of media too, before a fragment begins. Called by one thread
 * at a time.
 */
final class StorageWatch {

  private final MediaStorage storage;
  private final PolicyGate gate;
  private final StreamName stream;
  private long shownMillis;

  StorageWatch(MediaStorage storage, PolicyGate gate, StreamName stream) {
    this.storage = storage;
    this.gate = gate;
    this.stream = stream;
  }

  /**
   * Looks now.
   *
   * @throws io.github.kvssecure.policy.PolicyViolationException if the policy refuses it
   */
  void look() {
    gate.admission(stream)
        .of(
            ResilienceRules.KEPT,
            new MediaKept(
                stream,
                storage,
                storage instanceof MediaStorage.Directory directory
                    ? Optional.of(SpilledMedia.in(directory.path()))
                    : Optional.empty()))
        .conclude();
  }

  /** Looks if it is time to, before a frame is put. */
  void look(Frame frame) {
    if (storage instanceof MediaStorage.Memory || !frame.isKey()) {
      return;
    }
    long millis = frame.presentationTime().toEpochMilli();
    if (Math.abs(millis - shownMillis) >= FragmentWatch.WINDOW.toMillis()) {
      shownMillis = millis;
      look();
    }
  }
}
