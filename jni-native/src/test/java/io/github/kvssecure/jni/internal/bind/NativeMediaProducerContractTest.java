package io.github.kvssecure.jni.internal.bind;

import io.github.kvssecure.contract.Deviation;
import io.github.kvssecure.contract.MediaProducerContract;
import io.github.kvssecure.spi.MediaProducer;
import java.util.Set;

/** The native producer, contained, does all that is asked but for what it says here. */
@ShownGone({
  "3-unread-acknowledged",
  "4-put-result",
  "4-time-out-status",
  "4-broken-anywhere",
  "4-unknown-handle",
  "4-key-errors",
  "4-other-errors"
})
class NativeMediaProducerContractTest extends MediaProducerContract {

  @Override
  protected MediaProducer producer() {
    return Media.producer();
  }

  @Override
  protected Set<Deviation> deviations() {
    return Set.of(
        Deviation.TAKES_FRAMES_AS_THEY_ARE,
        Deviation.NUMBERS_TRACKS_WITHOUT_GAPS,
        Deviation.TRUSTS_CODEC_PRIVATE_DATA,
        Deviation.WRITES_NO_METADATA,
        Deviation.GOES_ON_IN_ANOTHER_UPLOAD,
        Deviation.FREES_IN_ORDER);
  }
}
