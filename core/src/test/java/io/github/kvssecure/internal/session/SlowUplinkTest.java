package io.github.kvssecure.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.stream.Accounting;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.WhenFull;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A link that carries less than the camera makes, for good, and a buffer that drops the oldest. */
class SlowUplinkTest {

  /** Shorter than an upload lives. */
  private static final int SECONDS = 2000;

  /** Room for much more than the time allows. */
  private static final long AMPLE = 32L << 20;

  /** Of ten frames a second. */
  private static final int SMALL = 1000;

  /** Ten seconds of them fill the smallest buffer. */
  private static final int LARGE = 10_000;

  private static final long SMALLEST = 1L << 20;

  static Stream<Arguments> links() {
    return Stream.of(0.5, 0.2)
        .flatMap(
            share ->
                Stream.of(
                    Arguments.of(share, 2, 10, AMPLE, SMALL),
                    Arguments.of(share, 2, 60, AMPLE, SMALL),
                    Arguments.of(share, 2, 60, SMALLEST, LARGE),
                    Arguments.of(share, 1, 10, AMPLE, SMALL),
                    Arguments.of(share, 10, 30, AMPLE, SMALL),
                    Arguments.of(share, 20, 10, AMPLE, SMALL)));
  }

  @ParameterizedTest(name = "{0} of the media, a key frame every {1} s, {2} s or {3} bytes")
  @MethodSource("links")
  @Timeout(60)
  void whatTheLinkCarries_isStored(double share, int gop, int seconds, long bytes, int frameBytes)
      throws Exception {
    BufferLimits limits =
        new BufferLimits(Duration.ofSeconds(seconds), bytes, WhenFull.dropOldest());
    Uplink uplink =
        new Uplink(limits, Duration.ofSeconds(gop), frameBytes, share).film(SECONDS / gop);

    assertThat(uplink.stored()).isGreaterThanOrEqualTo(0.9 * share);
    assertThat(uplink.uploads()).isEqualTo(1);
    assertThat(uplink.refused()).isZero();
    assertThat(uplink.mostBytes()).isLessThanOrEqualTo(bytes);
    Accounting fragments = uplink.fragments();
    assertThat(fragments.dropped()).isEqualTo(uplink.toldDropped());
    assertThat(fragments.accepted())
        .isEqualTo(fragments.persisted() + fragments.dropped() + fragments.pending());
  }

  /** What was begun is spared only as long as somebody still waits for it. */
  @Test
  @Timeout(60)
  void linkThatDiesForAWhile_keepsNoMoreThanTheBuffer_andGoesOnAfterwards() throws Exception {
    int seconds = 10;
    BufferLimits limits =
        new BufferLimits(Duration.ofSeconds(seconds), AMPLE, WhenFull.dropOldest());
    Uplink uplink = new Uplink(limits, Duration.ofSeconds(2), SMALL, 0.5).film(50);

    uplink.carrying(0).film(100);
    Accounting dead = uplink.fragments();
    uplink.carrying(0.5).film(100);

    // What the time allows, the one that ended before it, and the one that is being filled.
    assertThat(dead.pending()).isLessThanOrEqualTo(seconds / 2 + 2);
    assertThat(uplink.fragments().persisted() - dead.persisted()).isGreaterThanOrEqualTo(40);
    assertThat(uplink.fragments().dropped()).isEqualTo(uplink.toldDropped());
    assertThat(uplink.refused()).isZero();
  }

  /**
   * The limit in principle: two fragments do not fit beside each other, so the one on its way has
   * to go for the one that is being filled.
   */
  @Test
  @Timeout(60)
  void bufferOfHardlyOneFragment_losesWhatIsOnItsWay_andSaysSo() throws Exception {
    BufferLimits limits = new BufferLimits(Duration.ofSeconds(60), SMALLEST, WhenFull.dropOldest());
    Uplink uplink = new Uplink(limits, Duration.ofSeconds(8), LARGE, 0.2).film(SECONDS / 8);

    assertThat(uplink.refused()).isZero();
    assertThat(uplink.fragments().dropped()).isPositive().isEqualTo(uplink.toldDropped());
  }
}
