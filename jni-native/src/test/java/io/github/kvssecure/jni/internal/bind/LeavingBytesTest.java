package io.github.kvssecure.jni.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LeavingBytesTest {

  private static final String HEADER = "1a45dfa3844286810118538067ff";
  private static final String TAGS = "1254c36783112233";

  private static String cluster(int timecode) {
    return String.format("1f43b675ffe78200%02xa3858100008011a384810000%02x", timecode, timecode);
  }

  private static String passed(Set<Long> leftOut, String hex, int slice, int room) {
    byte[] all = HexFormat.of().parseHex(hex);
    LeavingBytes leaving = new LeavingBytes(leftOut);
    ByteArrayOutputStream passed = new ByteArrayOutputStream();
    byte[] buffer = new byte[room];
    for (int at = 0; at < all.length; at += slice) {
      byte[] piece = Arrays.copyOfRange(all, at, Math.min(all.length, at + slice));
      if (leaving.follow(Arrays.copyOf(piece, piece.length + 5), piece.length)) {
        passed.writeBytes(piece);
      }
      for (int count = leaving.taken(buffer); count > 0; count = leaving.taken(buffer)) {
        passed.write(buffer, 0, count);
      }
    }
    return HexFormat.of().formatHex(passed.toByteArray());
  }

  static Stream<Arguments> slices() {
    return IntStream.of(1, 2, 3, 5, 7, 11, 13, 29, 64, 1024)
        .boxed()
        .flatMap(slice -> Stream.of(1, 4, 4096).map(room -> Arguments.of(slice, room)));
  }

  @ParameterizedTest
  @MethodSource("slices")
  void whatIsLeftOut_staysBehind_howeverTheBytesAreCut(int slice, int room) {
    String media =
        HEADER
            + cluster(1)
            + cluster(2)
            + TAGS
            + cluster(3)
            + TAGS
            + cluster(4)
            + cluster(5)
            + TAGS;

    assertThat(passed(Set.of(), media, slice, room)).isEqualTo(media);
    assertThat(passed(Set.of(2L, 4L), media, slice, room))
        .isEqualTo(HEADER + cluster(1) + cluster(3) + TAGS + cluster(5) + TAGS);
    assertThat(passed(Set.of(1L, 2L, 3L), media, slice, room))
        .isEqualTo(HEADER + cluster(4) + cluster(5) + TAGS);
  }

  @Test
  void ordinaryPieces_leaveAsTheyAre() {
    LeavingBytes leaving = new LeavingBytes(Set.of());
    byte[] piece = HexFormat.of().parseHex(HEADER + cluster(1));

    assertThat(leaving.follow(piece, piece.length)).isTrue();
    assertThat(leaving.taken(new byte[100])).isZero();
  }
}
