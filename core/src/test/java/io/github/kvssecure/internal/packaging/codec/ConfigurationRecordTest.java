package io.github.kvssecure.internal.packaging.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.contract.ContractMedia;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Configuration records beside those that ffmpeg makes of the same parameter sets, and what is no
 * record.
 */
class ConfigurationRecordTest {

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  /**
   * Made by x264 and libavformat: High, Constrained Baseline with cropping, High 4:2:2 interlaced.
   */
  @ParameterizedTest
  @CsvSource({
    "6764000dacb20283f60220000003002000000641e28549, 68ebc3cb22c0, 320, 240,"
        + " 0164000dffe100176764000dacb20283f60220000003002000000641e2854901000668ebc3cb22c0fdf8f800",
    "6742c00dd90141feab011000000300100000030320f142a480, 68cb83cb20, 318, 238,"
        + " 0142c00dffe100196742c00dd90141feab011000000300100000030320f142a48001000568cb83cb20",
    "677a0015b6cd941410f515808800000300080000030190f8a14cb0, 68fba3cb22c0, 318, 238,"
        + " 017a0015ffe1001b677a0015b6cd941410f515808800000300080000030190f8a14cb001000668fba3cb22c0fefafa00"
  })
  void avcC_isWhatFfmpegMakes(String sps, String pps, int width, int height, String avcC)
      throws Exception {
    byte[] made = AvcConfiguration.build(List.of(hex(sps)), List.of(hex(pps)));

    assertThat(made).isEqualTo(hex(avcC));
    AvcConfiguration parsed = AvcConfiguration.parse(made);
    assertThat(parsed.lengthBytes()).isEqualTo(4);
    assertThat(parsed.sequences().get(0).picture()).isEqualTo(new Dimensions(width, height));
  }

  @Test
  void hvcC_isWhatFfmpegMakes() throws Exception {
    byte[] made =
        HevcConfiguration.build(
            List.of(ContractMedia.HEVC_VPS),
            List.of(ContractMedia.HEVC_SPS),
            List.of(ContractMedia.HEVC_PPS));

    assertThat(made).isEqualTo(ContractMedia.HVCC);
    assertThat(HevcConfiguration.parse(made).sequences().get(0).picture())
        .isEqualTo(new Dimensions(318, 238));
  }

  @ParameterizedTest
  @CsvSource({
    "1190, 48000, 2",
    "1210, 44100, 2",
    "1408, 16000, 1",
    "2b92088800, 22050, 2",
    "1780bb8010, 96000, 2"
  })
  void audioSpecificConfig_saysHowSoundIsSampled(String config, int hertz, int channels)
      throws Exception {
    assertThat(AacConfiguration.parse(hex(config)).sound()).isEqualTo(new Sound(hertz, channels));
  }

  /** Every record cut short, and many with a byte changed: refused or read, never anything else. */
  @Test
  void damagedRecords_areRefusedOrRead() {
    Random random = new Random(5);
    int refused = 0;
    for (byte[] whole : List.of(ContractMedia.AVCC, ContractMedia.HVCC)) {
      for (int i = 0; i < 4000; i++) {
        byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        try {
          Dimensions picture =
              whole == ContractMedia.AVCC
                  ? AvcConfiguration.parse(damaged).sequences().get(0).picture()
                  : HevcConfiguration.parse(damaged).sequences().get(0).picture();
          assertThat(picture.width()).isPositive();
        } catch (MalformedMediaException e) {
          assertThat(e).hasMessageContaining(" ");
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(6000);
  }

  /** Profile, constraints or level of another SPS than the one inside. */
  @ParameterizedTest
  @CsvSource({"1, 66", "2, 192", "3, 12"})
  void avcC_thatContradictsItsSps_isRefused(int at, int value) {
    byte[] avcC = ContractMedia.AVCC.clone();
    avcC[at] = (byte) value;

    assertThatExceptionOfType(MalformedMediaException.class)
        .isThrownBy(() -> AvcConfiguration.parse(avcC))
        .withMessageContaining("and its SPS 100, 00, 13");
  }

  @Test
  void hvcC_thatContradictsItsSps_isRefused() {
    byte[] hvcC = ContractMedia.HVCC.clone();
    hvcC[1] = 2;

    assertThatExceptionOfType(MalformedMediaException.class)
        .isThrownBy(() -> HevcConfiguration.parse(hvcC))
        .withMessageContaining("its SPS 01");
  }

  /** sps_max_sub_layers_minus1 7 would run into the field before it in hvcC. */
  @Test
  void eightSubLayers_areRefused() {
    byte[] sps = ContractMedia.HEVC_SPS.clone();
    sps[2] |= 0x0e;

    assertThatExceptionOfType(MalformedMediaException.class)
        .isThrownBy(() -> HevcSequence.parse(sps))
        .withMessageContaining("8 sub-layers");
  }

  /** Channel configuration 0 promises a program config element, for which there is no room. */
  @ParameterizedTest
  @CsvSource({"1180", "118000000000"})
  void audioSpecificConfig_withoutItsProgram_isRefused(String config) {
    assertThatExceptionOfType(MalformedMediaException.class)
        .isThrownBy(() -> AacConfiguration.parse(hex(config)))
        .withMessageContaining("program config element");
  }

  @Test
  void tooFewBytes_areNoWaveFormat() {
    assertThatExceptionOfType(MalformedMediaException.class)
        .isThrownBy(() -> WaveFormat.parse(new byte[17]))
        .withMessageContaining("17");
  }
}
