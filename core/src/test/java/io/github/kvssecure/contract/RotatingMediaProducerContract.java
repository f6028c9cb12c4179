package io.github.kvssecure.contract;

import org.junit.jupiter.api.Nested;

/**
 * What a media producer must do whose uploads a test can make old. For one that believes the clock
 * on the wall alone, a test of its own shows the same.
 */
public abstract class RotatingMediaProducerContract extends MediaProducerContract {

  /** Makes every upload as old as one may get. */
  protected abstract void ageUploads();

  @Nested
  class Rotation extends RotationContract {
    @Override
    Subject subject() {
      return RotatingMediaProducerContract.this.subject();
    }

    @Override
    void ageUploads() {
      RotatingMediaProducerContract.this.ageUploads();
    }
  }
}
