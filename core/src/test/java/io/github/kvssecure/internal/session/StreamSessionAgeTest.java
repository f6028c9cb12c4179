package io.github.kvssecure.internal.session;

import static io.github.kvssecure.fake.Camera.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.FakeUpload;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * A connection is replaced between two fragments because it is old, on a monotonic clock that is
 * moved.
 */
class StreamSessionAgeTest {

  private static final Duration LOOK = UploadWatch.EVERY;

  /** With the longest jitter, which {@link SessionTrial} has, the earliest moment. */
  private static final Duration EARLIEST = UploadWatch.LONGEST_USE.minus(UploadWatch.SPREAD);

  private static final byte[] HEADER =
      HexFormat.of().parseHex("1a45dfa3874282847765626d1853806701ffffffffffffff");

  private final SessionTrial trial = SessionTrial.open();

  /** A Cluster of unknown size with its timestamp and one block. */
  private static byte[] cluster(int number) {
    return HexFormat.of().parseHex("1f43b67501ffffffffffffffe7810" + number + "a38481000080");
  }

  /** The time of day stands still: only the monotonic clock says how old a connection is. */
  private void pass(Duration time) {
    Instant end = Instant.EPOCH.plus(time);
    for (Instant at = Instant.EPOCH; at.isBefore(end); at = at.plus(LOOK)) {
      trial.executor.advance(LOOK);
    }
  }

  private byte[] film(FakeUpload upload, byte[] media) {
    trial.stream().give(media);
    return upload.send();
  }

  @Test
  void oldConnection_isCutBeforeTheNextFragment_andTheRestFollowsOnAnother() throws Exception {
    trial.credentials.give(Camera.credentialsUntil(Camera.NOW.plus(Duration.ofHours(3))));
    trial.put(key(0));
    FakeUpload first = trial.upload().accept();
    assertThat(film(first, HEADER)).isEqualTo(HEADER);
    assertThat(film(first, cluster(0))).isEqualTo(cluster(0));

    pass(EARLIEST.minus(LOOK));
    assertThat(film(first, cluster(1))).as("not old yet").isEqualTo(cluster(1));
    assertThat(first.isEnded()).isFalse();

    pass(LOOK.multipliedBy(2));
    assertThat(first.isEnded()).as("the fragment that is on its way is not cut").isFalse();
    assertThat(film(first, cluster(2))).as("nothing of the next fragment").isEmpty();

    assertThat(first.isEnded()).isTrue();
    assertThat(first.isAborted()).isFalse();
    trial.executor.runDue();
    assertThat(trial.transport.uploads()).hasSize(2);
    assertThat(trial.stream().broken()).as("the packager replays").hasSize(1);
    assertThat(trial.events.of(IngestEvent.UploadBroken.class)).isEmpty();
    assertThat(trial.events.of(IngestEvent.UploadRotated.class))
        .singleElement()
        .satisfies(
            rotated -> assertThat(rotated.age()).isBetween(EARLIEST, UploadWatch.LONGEST_USE));
  }
}
