package io.github.kvssecure.internal.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkPoolTest {

  private int left = 2;
  private final ChunkPool pool = new ChunkPool(4L * ChunkPool.CHUNK_BYTES, this::chunk);

  private byte[] chunk() {
    if (left == 0) {
      throw new OutOfMemoryError("thrown by the test");
    }
    left--;
    return new byte[ChunkPool.CHUNK_BYTES];
  }

  @Test
  void heapWithoutRoom_takesNoneOfTheCapacity() {
    List<byte[]> into = new ArrayList<>();

    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> pool.take(3, into));
    assertThat(into).isEmpty();
    assertThat(pool.bytesUsed()).isZero();

    left = 4;
    assertThat(pool.take(4, into)).isTrue();
    assertThat(left).as("what was made before the heap was full is not kept").isZero();
    assertThat(into).hasSize(4);
    assertThat(pool.bytesUsed()).isEqualTo(pool.bytesLimit());
  }

  @Test
  void moreThanThereIs_takesNothing() {
    List<byte[]> into = new ArrayList<>();

    assertThat(pool.take(5, into)).isFalse();
    assertThat(into).isEmpty();
    assertThat(pool.take(1, into)).isTrue();
    assertThat(pool.take(4, into)).isFalse();
    assertThat(into).hasSize(1);
  }
}
