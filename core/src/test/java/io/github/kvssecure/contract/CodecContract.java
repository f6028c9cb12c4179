package io.github.kvssecure.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kvssecure.local.mkv.MkvFrame;
import io.github.kvssecure.local.mkv.MkvTrack;
import io.github.kvssecure.media.Codec;
import io.github.kvssecure.media.CodecPrivateData;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.spi.MediaProducerException;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.stream.IngestConfigurationException;
import io.github.kvssecure.stream.StreamSpec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** H.264, H.265, AAC, G.711 and any other codec: frames as stored, and codec private data. */
abstract class CodecContract extends StreamContract {

  private static final byte[] SLICE = {0x65, 1, 2, 3, 4, 5};
  private static final byte[] HEVC_SLICE = {0x26, 1, 2, 3, 4, 5};
  private static final byte[] RAW_AAC = {0x21, 0x10, 5, 6, 7, 8, 9};

  static Stream<Arguments> givenPrivateData() {
    return Stream.of(
        Arguments.of(Track.h264(1, ContractMedia.AVCC)),
        Arguments.of(Track.h265(1, ContractMedia.HVCC)),
        Arguments.of(Track.aac(1, ContractMedia.AAC)),
        Arguments.of(Track.g711ALaw(1)),
        Arguments.of(Track.g711MuLaw(1)),
        Arguments.of(ContractMedia.passThrough(1)));
  }

  @ParameterizedTest
  @MethodSource("givenPrivateData")
  void codecPrivateDataThatIsGiven_leavesAsItIs(Track track) throws Exception {
    byte[] frame = ContractMedia.payload(0, 64);
    ReadingService service = carry(track, ByteBuffer.wrap(frame));

    MkvTrack found = service.header().tracks().get(0);
    assertThat(found.codecId()).isEqualTo(track.codec().matroskaId());
    assertThat(found.codecPrivate()).isEqualTo(track.codecPrivateData().toByteArray());
    assertThat(service.frames()).extracting(MkvFrame::data).containsExactly(frame);
  }

  static Stream<Arguments> startCodes() {
    return Stream.of(
        Arguments.of(
            Track.h264(1),
            ContractMedia.AVCC,
            List.of(ContractMedia.AVC_SPS, ContractMedia.AVC_PPS, SLICE)),
        Arguments.of(
            Track.h265(1),
            ContractMedia.HVCC,
            List.of(
                ContractMedia.HEVC_VPS,
                ContractMedia.HEVC_SPS,
                ContractMedia.HEVC_PPS,
                HEVC_SLICE)));
  }

  /** Annex B goes in, lengths come out, and the configuration record is what ffmpeg makes too. */
  @ParameterizedTest
  @MethodSource("startCodes")
  void accessUnitWithStartCodes_leavesWithLengths(Track track, byte[] made, List<byte[]> units)
      throws Exception {
    byte[][] nal = units.toArray(byte[][]::new);
    if (refuses(track)) {
      return;
    }
    ReadingService service = carry(track, ContractMedia.annexB(nal));

    assertThat(service.header().tracks().get(0).codecPrivate()).isEqualTo(made);
    assertThat(service.frames())
        .extracting(MkvFrame::data)
        .containsExactly(ContractMedia.lengthPrefixed(nal));
  }

  /** The same with lengths already. */
  @ParameterizedTest
  @MethodSource("startCodes")
  void accessUnitWithLengths_givesItsCodecPrivateDataToo(
      Track track, byte[] made, List<byte[]> units) throws Exception {
    byte[] frame = ContractMedia.lengthPrefixed(units.toArray(byte[][]::new));
    if (refuses(track)) {
      return;
    }
    ReadingService service = carry(track, ByteBuffer.wrap(frame));

    assertThat(service.header().tracks().get(0).codecPrivate()).isEqualTo(made);
    assertThat(service.frames()).extracting(MkvFrame::data).containsExactly(frame);
  }

  @Test
  void startCodes_withCodecPrivateDataGiven_areNeverSentAsTheyAre() throws Exception {
    ByteBuffer data = ContractMedia.annexB(SLICE);
    StreamSpec spec = ContractMedia.spec(Track.h264(1, ContractMedia.AVCC));
    MediaStream stream = open(spec);
    Frame frame = Frame.key(1, ContractMedia.START, data);
    if (subject().has(Deviation.TAKES_FRAMES_AS_THEY_ARE)) {
      assertThatThrownBy(() -> stream.put(frame))
          .isInstanceOf(MediaProducerException.class)
          .hasMessageContaining("start code");
      return;
    }
    stream.put(frame);
    ReadingService service = service(stream);
    service.readAvailable();

    assertThat(service.frames())
        .extracting(MkvFrame::data)
        .containsExactly(ContractMedia.lengthPrefixed(SLICE));
  }

  @Test
  void adtsHeaders_areTakenOff_andMakeTheAudioSpecificConfig() throws Exception {
    if (refuses(Track.aac(1))) {
      return;
    }
    ReadingService service = carry(Track.aac(1), ByteBuffer.wrap(ContractMedia.adts(RAW_AAC)));

    assertThat(service.header().tracks().get(0).codecPrivate()).isEqualTo(ContractMedia.AAC);
    assertThat(service.frames()).extracting(MkvFrame::data).containsExactly(RAW_AAC);
  }

  /** The header waits for the track that says last what it is. */
  @Test
  void tracksThatDescribeThemselves_areAllDescribed() throws Exception {
    if (refuses(Track.h264(1))) {
      return;
    }
    MediaStream stream = open(ContractMedia.spec(Track.h264(1), Track.aac(2)));
    stream.put(
        Frame.key(
            1,
            ContractMedia.START,
            ContractMedia.annexB(ContractMedia.AVC_SPS, ContractMedia.AVC_PPS, SLICE)));
    assertThat(listener.requested).isEmpty();
    stream.put(
        Frame.delta(
            2, ContractMedia.START.plusMillis(3), ByteBuffer.wrap(ContractMedia.adts(RAW_AAC))));
    ReadingService service = service(stream);
    service.readAvailable();

    assertThat(service.header().tracks())
        .extracting(MkvTrack::codecPrivate)
        .containsExactly(ContractMedia.AVCC, ContractMedia.AAC);
    assertThat(service.frames()).hasSize(2);
  }

  static Stream<Arguments> brokenPrivateData() {
    byte[] cut = java.util.Arrays.copyOf(ContractMedia.AVCC, 20);
    return Stream.of(
        Arguments.of(new Track(1, Codec.H264, CodecPrivateData.of(cut))),
        Arguments.of(new Track(1, Codec.H264, CodecPrivateData.of(ContractMedia.AVC_SPS))),
        Arguments.of(new Track(1, Codec.H265, CodecPrivateData.of(ContractMedia.AVCC))),
        Arguments.of(new Track(1, Codec.AAC, CodecPrivateData.of(new byte[] {0}))),
        Arguments.of(new Track(1, Codec.G711_ALAW, CodecPrivateData.of(new byte[] {6, 0}))));
  }

  @ParameterizedTest
  @MethodSource("brokenPrivateData")
  void brokenCodecPrivateData_isRefused_orLeavesAsItIs(Track track) throws Exception {
    if (subject().has(Deviation.TRUSTS_CODEC_PRIVATE_DATA)) {
      ReadingService service = carry(track, ByteBuffer.wrap(ContractMedia.payload(0, 64)));
      assertThat(service.header().tracks().get(0).codecPrivate())
          .isEqualTo(track.codecPrivateData().toByteArray());
      return;
    }
    StreamSpec spec = ContractMedia.spec(track);
    assertThatThrownBy(() -> open(spec))
        .isInstanceOf(IngestConfigurationException.class)
        .hasMessageContaining("track 1");
  }

  /** Whether the track is refused for want of codec private data, which is proven then. */
  private boolean refuses(Track track) {
    if (!subject().has(Deviation.TAKES_FRAMES_AS_THEY_ARE)) {
      return false;
    }
    assertThatThrownBy(() -> open(ContractMedia.spec(track)))
        .isInstanceOf(IngestConfigurationException.class)
        .hasMessageContaining("codec private data");
    return true;
  }

  private ReadingService carry(Track track, ByteBuffer data) throws Exception {
    MediaStream stream = open(ContractMedia.spec(track));
    stream.put(Frame.key(track.number(), ContractMedia.START, data));
    ReadingService service = service(stream);
    service.readAvailable();
    return service;
  }
}
