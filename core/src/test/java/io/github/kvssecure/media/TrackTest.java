package io.github.kvssecure.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 127})
  void number_thatFitsOneByte(int number) {
    assertThat(Track.h264(number, new byte[] {1}).number()).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 128, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void number_outsideTheRange(int number) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Track.h264(number, new byte[] {1}))
        .withMessageContaining(String.valueOf(number));
  }

  @Test
  void tracks_areEqualByContent() {
    assertThat(Track.h264(1, new byte[] {1, 2}))
        .isEqualTo(Track.h264(1, new byte[] {1, 2}))
        .hasSameHashCodeAs(Track.h264(1, new byte[] {1, 2}))
        .isNotEqualTo(Track.h264(1, new byte[] {1, 3}))
        .isNotEqualTo(Track.h264(2, new byte[] {1, 2}))
        .isNotEqualTo(Track.aac(1, new byte[] {1, 2}));
    assertThat(Track.h264(1, new byte[] {1}).isVideo()).isTrue();
    assertThat(Track.aac(1, new byte[] {1}).isVideo()).isFalse();
  }

  @Test
  void codecPrivateData_isCopiedInAndOut() {
    byte[] bytes = {1, 2, 3};
    CodecPrivateData data = CodecPrivateData.of(bytes);
    bytes[0] = 9;
    data.toByteArray()[1] = 9;

    assertThat(data.toByteArray()).containsExactly(1, 2, 3);
    assertThat(data)
        .isEqualTo(CodecPrivateData.of(new byte[] {1, 2, 3}))
        .hasSameHashCodeAs(CodecPrivateData.of(new byte[] {1, 2, 3}))
        .isNotEqualTo(CodecPrivateData.of(new byte[] {1, 2}))
        .hasToString("CodecPrivateData[3 bytes]");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, CodecPrivateData.MAX_BYTES + 1})
  void codecPrivateData_emptyOrTooLong(int length) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CodecPrivateData.of(new byte[length]))
        .withMessageContaining(String.valueOf(length));
    assertThat(CodecPrivateData.of(new byte[CodecPrivateData.MAX_BYTES]).toByteArray())
        .hasSize(CodecPrivateData.MAX_BYTES);
  }

  @ParameterizedTest
  @CsvSource({"'', video/x", "V X, video/x", "V_X, ''", "V_X, video /x", "V\u00c4, video/x"})
  void codec_withAnIdentifierThatIsNotPrintable(String matroskaId, String mediaType) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Codec(TrackType.VIDEO, matroskaId, mediaType));
  }

  @Test
  void codec_withAnIdentifierThatIsTooLong() {
    assertThat(new Codec(TrackType.VIDEO, "V".repeat(32), "v".repeat(128)).matroskaId())
        .hasSize(32);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Codec(TrackType.VIDEO, "V".repeat(33), "video/x"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Codec(TrackType.VIDEO, "V_X", "v".repeat(129)));
  }
}
