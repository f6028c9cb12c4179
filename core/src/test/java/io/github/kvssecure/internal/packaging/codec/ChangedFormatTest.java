package io.github.kvssecure.internal.packaging.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.contract.ContractMedia;
import io.github.kvssecure.media.Track;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Media that says, while it flows, other things of itself than the codec private data that left.
 */
class ChangedFormatTest {

  private static final byte[] SLICE = {0x65, 1, 2, 3};
  private static final byte[] DELTA = {0x41, 1, 2, 3};
  private static final byte[] HEVC_SLICE = {0x26, 1, 2, 3};

  /** Constrained Baseline of 318 x 238 pixels, by x264. */
  private static final byte[] OTHER_SPS = hex("6742c00dd90141feab011000000300100000030320f142a480");

  private static final byte[] OTHER_PPS = hex("68cb83cb20");
  private static final byte[] RAW_AAC = {0x21, 0x10, 5, 6, 7, 8, 9};

  private final FrameLayout layout = new FrameLayout();

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private void put(TrackFormat format, byte[]... units) throws MalformedMediaException {
    format.layOut(ContractMedia.annexB(units), layout);
  }

  private void refused(TrackFormat format, String reason, ByteBuffer frame) {
    assertThatExceptionOfType(MalformedMediaException.class)
        .isThrownBy(() -> format.layOut(frame, layout))
        .withMessageContaining(reason);
  }

  /** And what follows it, until the known one is back. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void otherSequence_isRefused_andAllThatNeedsIt(boolean given) throws Exception {
    TrackFormat format = TrackFormat.of(given ? Track.h264(1, ContractMedia.AVCC) : Track.h264(1));
    put(format, ContractMedia.AVC_SPS, ContractMedia.AVC_PPS, SLICE);
    put(format, DELTA);

    refused(format, "open it again", ContractMedia.annexB(OTHER_SPS, OTHER_PPS, SLICE));
    refused(format, "open it again", ContractMedia.annexB(DELTA));
    put(format, ContractMedia.AVC_SPS, ContractMedia.AVC_PPS, SLICE);
    put(format, DELTA);
    assertThat(format.privateData()).hasValue(ContractMedia.AVCC);
  }

  @Test
  void codecPrivateDataOfAnotherStream_isRefusedWithTheFirstFrame() throws Exception {
    refused(
        TrackFormat.of(Track.h264(1, ContractMedia.AVCC)),
        "open it again",
        ContractMedia.annexB(OTHER_SPS, OTHER_PPS, SLICE));
  }

  /** Trailing bits that say nothing of picture or profile: not the same bytes, the same stream. */
  @Test
  void sequenceThatSaysTheSameInOtherBytes_isTaken() throws Exception {
    TrackFormat format = TrackFormat.of(Track.h264(1));
    put(format, ContractMedia.AVC_SPS, ContractMedia.AVC_PPS, SLICE);
    byte[] sameButTiming = ContractMedia.AVC_SPS.clone();
    sameButTiming[sameButTiming.length - 1] ^= 0x20;

    put(format, sameButTiming, ContractMedia.AVC_PPS, SLICE);
    put(format, DELTA);
  }

  @Test
  void otherSequenceOfH265_isRefused() throws Exception {
    TrackFormat format = TrackFormat.of(Track.h265(1));
    put(format, ContractMedia.HEVC_VPS, ContractMedia.HEVC_SPS, ContractMedia.HEVC_PPS, HEVC_SLICE);
    byte[] other = ContractMedia.HEVC_SPS.clone();
    other[3] = 2;

    refused(format, "open it again", ContractMedia.annexB(other, HEVC_SLICE));
  }

  @Test
  void parameterSetsThatComeTwice_areStoredOnce() throws Exception {
    TrackFormat format = TrackFormat.of(Track.h264(1));
    put(
        format,
        ContractMedia.AVC_SPS,
        ContractMedia.AVC_PPS,
        ContractMedia.AVC_SPS,
        ContractMedia.AVC_PPS,
        SLICE);

    assertThat(format.privateData()).hasValue(ContractMedia.AVCC);
  }

  @ParameterizedTest
  @CsvSource({"0910, no picture", "67640d, no picture", "e5010203, first bit"})
  void whatHasNoPictureIn_orIsForbidden_isRefused(String unit, String reason) throws Exception {
    refused(
        TrackFormat.of(Track.h264(1, ContractMedia.AVCC)), reason, ContractMedia.annexB(hex(unit)));
  }

  /** 16 kHz mono after 48 kHz stereo, or under a config that says so. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void otherAdtsHeader_isRefused(boolean given) throws Exception {
    TrackFormat format = TrackFormat.of(given ? Track.aac(1, ContractMedia.AAC) : Track.aac(1));
    byte[] frame = ContractMedia.adts(RAW_AAC);
    format.layOut(ByteBuffer.wrap(frame), layout);
    byte[] other = frame.clone();
    other[2] = 0x60;
    other[3] = (byte) (0x40 | (other[3] & 0x3f));

    refused(format, "other sound", ByteBuffer.wrap(other));
    format.layOut(ByteBuffer.wrap(frame), layout);
    assertThat(format.privateData()).hasValue(ContractMedia.AAC);
  }

  @Test
  void adtsHeaderWithoutChannels_makesNoConfig() throws Exception {
    byte[] frame = ContractMedia.adts(RAW_AAC);
    frame[3] &= 0x3f;

    refused(TrackFormat.of(Track.aac(1)), "program config element", ByteBuffer.wrap(frame));
  }

  /** HE-AAC announces its core, which is what the ADTS header says; 22050 Hz, 2 channels. */
  @Test
  void adtsHeaderOfTheCore_isThatOfHighEfficiencyAac() throws Exception {
    TrackFormat format = TrackFormat.of(Track.aac(1, hex("2b92088800")));
    byte[] frame = ContractMedia.adts(RAW_AAC);
    frame[2] = 0x5c;

    format.layOut(ByteBuffer.wrap(frame), layout);
    assertThat(layout.storedBytes()).isEqualTo(RAW_AAC.length);
  }

  /** AAC-LD and AAC-ELD: object types 23 and 39, whose frames may begin with twelve ones. */
  @ParameterizedTest
  @ValueSource(strings = {"b98c00", "f8e64000"})
  void rawFrameOfLowDelayAac_isNoAdts(String config) throws Exception {
    TrackFormat format = TrackFormat.of(Track.aac(1, hex(config)));
    byte[] frame = hex("fff14c80000000aabb");

    format.layOut(ByteBuffer.wrap(frame), layout);
    assertThat(layout.storedBytes()).isEqualTo(frame.length);
  }
}
