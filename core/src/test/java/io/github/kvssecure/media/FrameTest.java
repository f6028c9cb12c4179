package io.github.kvssecure.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kvssecure.fake.Camera;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FrameTest {

  private static final Instant TIME = Instant.parse("2026-06-01T12:00:00.123Z");

  @Test
  void keyFrame_holdsWhatWasSaid() {
    ByteBuffer data = Camera.bytes(5);
    Frame frame = Frame.key(3, TIME, data);

    assertThat(frame.track()).isEqualTo(3);
    assertThat(frame.isKey()).isTrue();
    assertThat(frame.presentationTime()).isEqualTo(TIME);
    assertThat(frame.decodingTime()).isEqualTo(TIME);
    assertThat(frame.duration()).isZero();
    assertThat(frame.data()).isSameAs(data);
    assertThat(frame.size()).isEqualTo(5);
  }

  @Test
  void derivedFrame_changesOneThing() {
    Frame frame = Frame.delta(1, TIME, Camera.bytes(5));
    Frame decoded = frame.decodedAt(TIME.minusMillis(40)).lasting(Duration.ofMillis(40));

    assertThat(decoded.isKey()).isFalse();
    assertThat(decoded.presentationTime()).isEqualTo(TIME);
    assertThat(decoded.decodingTime()).isEqualTo(TIME.minusMillis(40));
    assertThat(decoded.duration()).hasMillis(40);
    assertThat(decoded.data()).isSameAs(frame.data());
    assertThat(frame.decodingTime()).isEqualTo(TIME);
    assertThat(frame.duration()).isZero();
  }

  @Test
  void duration_negative() {
    Frame frame = Frame.key(1, TIME, Camera.bytes(1));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> frame.lasting(Duration.ofNanos(-1)))
        .withMessageContaining("negative");
  }

  @Test
  void size_isWhatLiesBetweenPositionAndLimit() {
    ByteBuffer data = Camera.bytes(100).position(10).limit(30).asReadOnlyBuffer();

    assertThat(Frame.key(1, TIME, data).size()).isEqualTo(20);
    assertThat(data.position()).isEqualTo(10);
    assertThat(Frame.key(1, TIME, ByteBuffer.allocateDirect(7)).size()).isEqualTo(7);
  }

  @Test
  void text_holdsNoMedia() {
    Frame frame = Frame.key(1, TIME, ByteBuffer.wrap(new byte[] {83, 69, 67, 82, 69, 84}));

    assertThat(frame)
        .hasToString("Frame[track=1, key=true, presentationTime=2026-06-01T12:00:00.123Z, size=6]");
  }
}
