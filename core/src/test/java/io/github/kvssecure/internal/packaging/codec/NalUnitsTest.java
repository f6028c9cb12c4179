package io.github.kvssecure.internal.packaging.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.contract.ContractMedia;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Access units with start codes and with lengths, and bytes that are neither. */
class NalUnitsTest {

  private final FrameLayout layout = new FrameLayout();

  private List<String> units(String hex, boolean direct) throws Exception {
    byte[] bytes = HexFormat.of().parseHex(hex);
    ByteBuffer data =
        direct ? ByteBuffer.allocateDirect(bytes.length) : ByteBuffer.allocate(bytes.length);
    data.put(bytes).flip();
    NalUnits.layOut(data, FrameLayout.LENGTH_BYTES, layout);
    List<String> units = new ArrayList<>();
    NalUnits.visit(
        data,
        layout,
        FrameLayout.LENGTH_BYTES,
        (start, length) -> {
          byte[] unit = new byte[length];
          data.get(start, unit);
          units.add(HexFormat.of().formatHex(unit));
        });
    return units;
  }

  @ParameterizedTest
  @CsvSource({
    // Start codes of three and four bytes, padding before and after.
    "000001 65aa, 65aa",
    "00000001 65aa, 65aa",
    "00000001 0910 000001 67bb 00000001 65aa 0000, 0910 67bb 65aa",
    "0000000001 65aa 000000 000001 41cc, 65aa 41cc",
    "000001 65 000003 01 bb, 6500000301bb",
    // Lengths; one of 256 bytes or more looks like a start code of three bytes.
    "00000002 65aa, 65aa",
    "00000002 0910 00000003 65aabb, 0910 65aabb"
  })
  void unitsAreFound(String hex, String expected) throws Exception {
    for (boolean direct : List.of(true, false)) {
      assertThat(units(hex.replace(" ", ""), direct)).containsExactly(expected.split(" "));
    }
  }

  @Test
  void lengthThatLooksLikeAStartCode_isALength() throws Exception {
    byte[] unit = new byte[0x165];
    unit[0] = 0x41;
    ByteBuffer data = ByteBuffer.wrap(ContractMedia.lengthPrefixed(unit));

    assertThat(NalUnits.layOut(data, FrameLayout.LENGTH_BYTES, layout)).isFalse();
    assertThat(layout.storedBytes()).isEqualTo(unit.length + 4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00",
        "65",
        "0000",
        "000000",
        "00000000",
        "000001",
        "00000001",
        "0000000165",
        "00000003 65aa",
        "00000001 65 00000000",
        "65aabbccddee",
        "ffffffff65",
        "7fffffff65aa"
      })
  void whatIsNoAccessUnit_isRefused_orHasOneUnit(String hex) {
    String digits = hex.replace(" ", "");
    if (digits.equals("0000000165") || digits.equals("000000016500000000")) {
      assertThat(unitsOrNone(digits)).containsExactly("65");
      return;
    }
    assertThatExceptionOfType(MalformedMediaException.class)
        .isThrownBy(() -> units(digits, false))
        .withMessageContaining("frame");
  }

  private List<String> unitsOrNone(String digits) {
    try {
      return units(digits, false);
    } catch (Exception e) {
      return List.of();
    }
  }

  /** Whatever the bytes, what is laid out lies within the frame. */
  @Test
  void randomBytes_areLaidOutWithinTheirBounds() {
    Random random = new Random(3);
    int found = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(40)];
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] = (byte) random.nextInt(3);
      }
      try {
        NalUnits.layOut(ByteBuffer.wrap(bytes), FrameLayout.LENGTH_BYTES, layout);
      } catch (MalformedMediaException e) {
        continue;
      }
      found++;
      for (int piece = 0; piece < layout.pieces(); piece++) {
        assertThat(layout.start(piece)).isNotNegative();
        assertThat(layout.start(piece) + layout.length(piece)).isLessThanOrEqualTo(bytes.length);
        assertThat(layout.length(piece)).isPositive();
      }
    }
    assertThat(found).isGreaterThan(100);
  }
}
