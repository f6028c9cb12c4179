package io.github.kvssecure.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.spi.UploadBody;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FragmentwiseBodyTest {

  private static final int FRAGMENTS = 12;
  private static final byte[] SEGMENT =
      hex("1A45DFA3 87 4282 84 7765626D 18538067 01FFFFFFFFFFFFFF");

  private final byte[] media = media();

  private static byte[] hex(String digits) {
    return java.util.HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  /** Clusters of unknown size, each with its timestamp and a block of another size. */
  private static byte[] media() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(SEGMENT);
    for (int i = 0; i < FRAGMENTS; i++) {
      out.writeBytes(cluster(i));
    }
    return out.toByteArray();
  }

  private static byte[] cluster(int number) {
    int block = 200 + 37 * number;
    ByteBuffer bytes = ByteBuffer.allocate(block + 64);
    bytes.put(hex("1F43B675 01FFFFFFFFFFFFFF E7 81")).put((byte) number);
    bytes.put(hex("A3")).putShort((short) (0x4000 | block));
    // What looks like a Cluster inside a block is none.
    bytes.put(hex("1F43B675 01FFFFFFFFFFFFFF")).put(new byte[block - 12]);
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  /** Gives the media in pieces of random length, and now and then nothing. */
  private UploadBody packager(Random random) {
    int[] at = {0};
    return buffer -> {
      if (at[0] == media.length) {
        return -1;
      }
      int count = Math.min(Math.min(random.nextInt(40), buffer.length), media.length - at[0]);
      System.arraycopy(media, at[0], buffer, 0, count);
      at[0] += count;
      return count;
    };
  }

  private static byte[] readAll(FragmentwiseBody body, int cutAt) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[64];
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      out.write(buffer, 0, count);
      if (out.size() >= cutAt) {
        body.cut();
      }
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void uncutBody_isPassedOnAsItIs(long seed) {
    FragmentwiseBody body = new FragmentwiseBody(packager(new Random(seed)), System::nanoTime);

    assertThat(readAll(body, Integer.MAX_VALUE)).isEqualTo(media);
    assertThat(body.isCut()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void cutBody_endsBetweenTwoFragments(long seed) {
    Random random = new Random(seed);
    int cutAt = random.nextInt(media.length - 800);
    FragmentwiseBody body = new FragmentwiseBody(packager(random), System::nanoTime);

    byte[] sent = readAll(body, cutAt);

    assertThat(body.isCut()).isTrue();
    assertThat(sent).isEqualTo(Arrays.copyOf(media, sent.length));
    List<Integer> edges = new ArrayList<>();
    int edge = SEGMENT.length;
    for (int i = 0; i < FRAGMENTS; i++) {
      edge += cluster(i).length;
      edges.add(edge);
    }
    assertThat(edges).contains(sent.length);
    assertThat(sent.length).isBetween(Math.min(cutAt, edges.get(0)), cutAt + 900);
    assertThat(body.read(new byte[64])).isEqualTo(-1);
  }

  @Test
  void bytesThatAreNoMatroska_arePassedOn() {
    byte[] garbage = new byte[300];
    Arrays.fill(garbage, (byte) 1);
    int[] at = {0};
    FragmentwiseBody body =
        new FragmentwiseBody(
            buffer -> {
              int count = Math.min(buffer.length, garbage.length - at[0]);
              System.arraycopy(garbage, at[0], buffer, 0, count);
              at[0] += count;
              return count == 0 ? -1 : count;
            },
            System::nanoTime);

    assertThat(readAll(body, 10)).isEqualTo(garbage);
  }
}
