package io.github.kvssecure.jni.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kvssecure.spi.MediaProducerException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FragmentScannerTest {

  private static final String HEADER = "1A45DFA3 84 42868101 18538067 01FFFFFFFFFFFFFF";
  private static final String FIRST = "1F43B675 01FFFFFFFFFFFFFF E7 82 0100 A3 85 8100008011";
  private static final String SECOND = "1F43B675 FF E7 88 000001234567890A A3 4004 81000000";
  private static final String TAGS = "1254C367 83 112233";

  private final List<Long> begun = new ArrayList<>();
  private final FragmentScanner scanner = new FragmentScanner(begun::add);

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 1024})
  void fragmentsAreFound_howeverTheBytesAreCut(int slice) {
    byte[] all = bytes(HEADER + FIRST + SECOND + TAGS);
    for (int at = 0; at < all.length; at += slice) {
      byte[] part = Arrays.copyOfRange(all, at, Math.min(all.length, at + slice));
      scanner.scan(Arrays.copyOf(part, part.length + 5), part.length);
    }
    assertThat(begun).containsExactly(0x100L, 0x1234567890AL);
    assertThat(scanner.ended()).isEqualTo(0x1234567890AL);
  }

  @Test
  void fragment_hasEndedWhenTheNextElementOfItsLevelBegins() {
    byte[] first = bytes(HEADER + FIRST);
    scanner.scan(first, first.length);
    assertThat(begun).containsExactly(0x100L);
    assertThat(scanner.ended()).isEqualTo(FragmentScanner.NONE);

    byte[] tags = bytes(TAGS);
    scanner.scan(tags, 4);
    assertThat(scanner.ended()).isEqualTo(FragmentScanner.NONE);
    scanner.scan(Arrays.copyOfRange(tags, 4, 5), 1);
    assertThat(scanner.ended()).isEqualTo(0x100L);
  }

  @Test
  void emptyElements_areSkipped() {
    byte[] all = bytes(HEADER + "EC 80 1F43B675 FF E7 80 1254C367 80");
    scanner.scan(all, all.length);
    assertThat(begun).containsExactly(0L);
    assertThat(scanner.ended()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "08112233", "1A45DFA3 00", "1254C367 FF", "A3 01FFFFFFFFFFFFFF"})
  void whatIsNoMatroska_isRefused(String hex) {
    byte[] bytes = bytes(hex);
    assertThatThrownBy(() -> scanner.scan(bytes, bytes.length))
        .isInstanceOf(MediaProducerException.class);
  }
}
