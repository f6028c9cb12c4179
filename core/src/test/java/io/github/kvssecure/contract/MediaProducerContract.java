package io.github.kvssecure.contract;

import io.github.kvssecure.spi.MediaProducer;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/**
 * What every media producer must do. An implementation passes by extending this; where it differs
 * it says so as data, and the contract proves the difference.
 */
public abstract class MediaProducerContract {

  /** The implementation; may be the same each time. */
  protected abstract MediaProducer producer();

  /** Where it differs. */
  protected Set<Deviation> deviations() {
    return Set.of();
  }

  final Subject subject() {
    return new Subject(producer(), deviations());
  }

  @Nested
  class Packaging extends PackagingContract {
    @Override
    Subject subject() {
      return MediaProducerContract.this.subject();
    }
  }

  @Nested
  class Codecs extends CodecContract {
    @Override
    Subject subject() {
      return MediaProducerContract.this.subject();
    }
  }

  @Nested
  class Order extends OrderContract {
    @Override
    Subject subject() {
      return MediaProducerContract.this.subject();
    }
  }

  @Nested
  class Metadata extends MetadataContract {
    @Override
    Subject subject() {
      return MediaProducerContract.this.subject();
    }
  }

  @Nested
  class Replay extends ReplayContract {
    @Override
    Subject subject() {
      return MediaProducerContract.this.subject();
    }
  }

  @Nested
  class Acknowledgements extends AcknowledgementContract {
    @Override
    Subject subject() {
      return MediaProducerContract.this.subject();
    }
  }

  @Nested
  class Discard extends DiscardContract {
    @Override
    Subject subject() {
      return MediaProducerContract.this.subject();
    }
  }

  @Nested
  class LeavingOut extends LeavingOutContract {
    @Override
    Subject subject() {
      return MediaProducerContract.this.subject();
    }
  }

  @Nested
  class End extends EndContract {
    @Override
    Subject subject() {
      return MediaProducerContract.this.subject();
    }
  }

  @Nested
  class Limits extends LimitsContract {
    @Override
    Subject subject() {
      return MediaProducerContract.this.subject();
    }
  }
}
