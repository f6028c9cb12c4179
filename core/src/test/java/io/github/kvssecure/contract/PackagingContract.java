package io.github.kvssecure.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.local.mkv.MkvFragment;
import io.github.kvssecure.local.mkv.MkvFrame;
import io.github.kvssecure.local.mkv.MkvTrack;
import io.github.kvssecure.local.mkv.MkvTrackType;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.stream.StreamSpec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What leaves: one segment, its tracks, fragments that begin at key frames, every frame. */
abstract class PackagingContract extends StreamContract {

  @Test
  void framesGoInAndMatroskaComesOutUntilAllIsAcknowledged() throws Exception {
    MediaStream stream = openVideo();
    ContractMedia.putVideo(stream, 0, 75);
    ReadingService service = service(stream);
    stream.drain();
    service.readAll();

    assertThat(service.videoNumbers()).isEqualTo(frames(0, 75));
    assertThat(service.fragments())
        .extracting(MkvFragment::timecodeMillis)
        .containsExactly(fragment(0), fragment(1), fragment(2));
    assertThat(listener.complete).containsExactly(service.upload());
    assertThat(listener.dropped).isEmpty();
  }

  @Test
  void noUpload_isAskedForBeforeThereIsMedia() {
    openVideo();
    assertThat(listener.requested).isEmpty();
  }

  @Test
  void fragments_beginAtKeyFramesOfVideo() throws Exception {
    MediaStream stream = open(ContractMedia.spec(ContractMedia.video(), ContractMedia.audio()));
    for (int i = 0; i < 100; i++) {
      stream.put(ContractMedia.videoFrame(i));
      stream.put(ContractMedia.audioFrame(i));
    }
    ReadingService service = service(stream);
    stream.drain();
    service.readAll();

    assertThat(service.fragments()).hasSize(4);
    for (MkvFragment fragment : service.fragments()) {
      MkvFrame first = fragment.frames().get(0);
      assertThat(first.keyFrame()).isTrue();
      assertThat(first.trackNumber()).isEqualTo(ContractMedia.VIDEO);
      assertThat(fragment.frames()).hasSize(50);
    }
  }

  @Test
  void everyFrame_isThereInOrder_withItsTimeAndItsBytes() throws Exception {
    MediaStream stream = open(ContractMedia.spec(ContractMedia.video(), ContractMedia.audio()));
    List<Frame> put = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      put.add(ContractMedia.videoFrame(i));
      put.add(ContractMedia.audioFrame(i));
    }
    put.forEach(stream::put);
    ReadingService service = service(stream);
    stream.drain();
    service.readAll();

    assertThat(service.frames()).hasSameSizeAs(put);
    for (int i = 0; i < put.size(); i++) {
      MkvFrame found = service.frames().get(i);
      assertThat(found.trackNumber()).isEqualTo(put.get(i).track());
      assertThat(found.timestamp())
          .isEqualTo(Duration.between(Instant.EPOCH, put.get(i).presentationTime()));
      assertThat(found.buffer()).isEqualTo(put.get(i).data());
      assertThat(found.keyFrame()).isEqualTo(put.get(i).isKey());
    }
  }

  @Test
  void tracks_areDescribed() throws Exception {
    MediaStream stream = open(ContractMedia.spec(ContractMedia.video(), ContractMedia.audio()));
    stream.put(ContractMedia.videoFrame(0));
    stream.put(ContractMedia.audioFrame(0));
    ReadingService service = service(stream);
    service.readAvailable();

    assertThat(service.header().timecodeScaleNanos()).isEqualTo(1_000_000);
    assertThat(service.header().segmentUid()).hasSize(16);
    MkvTrack video = service.header().tracks().get(0);
    assertThat(video.number()).isEqualTo(ContractMedia.VIDEO);
    assertThat(video.type()).isEqualTo(MkvTrackType.VIDEO);
    assertThat(video.codecId()).isEqualTo("V_MPEG4/ISO/AVC");
    assertThat(video.codecPrivate()).isEqualTo(ContractMedia.AVCC);
    assertThat(video.pixelWidth()).hasValue(320);
    assertThat(video.pixelHeight()).hasValue(240);
    MkvTrack audio = service.header().tracks().get(1);
    assertThat(audio.number()).isEqualTo(ContractMedia.AUDIO);
    assertThat(audio.type()).isEqualTo(MkvTrackType.AUDIO);
    assertThat(audio.codecId()).isEqualTo("A_AAC");
    assertThat(audio.codecPrivate()).isEqualTo(ContractMedia.AAC);
    assertThat(audio.samplingFrequency()).hasValue(48_000);
    assertThat(audio.channels()).hasValue(2);
  }

  @Test
  void threeTracks_areCarried() throws Exception {
    MediaStream stream =
        open(
            ContractMedia.spec(
                ContractMedia.video(), ContractMedia.audio(), ContractMedia.passThrough(3)));
    for (int i = 0; i < 50; i++) {
      stream.put(ContractMedia.videoFrame(i));
      stream.put(ContractMedia.audioFrame(i));
      Instant time = ContractMedia.time(i).plusMillis(4);
      stream.put(Frame.delta(3, time, ByteBuffer.wrap(new byte[] {(byte) i})));
    }
    ReadingService service = service(stream);
    stream.drain();
    service.readAll();

    assertThat(service.fragments()).hasSize(2);
    assertThat(service.frames()).hasSize(150);
    assertThat(service.header().tracks()).extracting(MkvTrack::number).containsExactly(1, 2, 3);
  }

  /** The session marks what begins a fragment of sound; the packager cuts there. */
  @Test
  void soundAlone_isCutWhereItIsMarked() throws Exception {
    StreamSpec spec = ContractMedia.spec(io.github.kvssecure.media.Track.aac(1, ContractMedia.AAC));
    MediaStream stream = open(spec);
    for (int i = 0; i < 300; i++) {
      ByteBuffer data = ByteBuffer.wrap(ContractMedia.payload(i, 100));
      Instant time = ContractMedia.START.plusMillis(20L * i);
      stream.put(i % 100 == 0 ? Frame.key(1, time, data) : Frame.delta(1, time, data));
    }
    ReadingService service = service(stream);
    stream.drain();
    service.readAll();

    assertThat(service.fragments())
        .extracting(MkvFragment::timecodeMillis)
        .containsExactly(fragment(0), fragment(2), fragment(4));
    assertThat(service.frames()).hasSize(300);
  }

  @Test
  void twoStreams_keepTheirMediaApart() throws Exception {
    ContractListener otherListener = new ContractListener();
    MediaStream stream = openVideo();
    try (MediaStream other = subject().openVideo(otherListener)) {
      for (int i = 0; i < 250; i++) {
        stream.put(ContractMedia.videoFrame(i));
        other.put(ContractMedia.videoFrame(i + 1000));
      }
      stream.drain();
      other.drain();
      ReadingService service = service(stream);
      ReadingService otherService = ReadingService.next(other, otherListener);
      service.readAll();
      otherService.readAll();

      assertThat(service.videoNumbers()).isEqualTo(frames(0, 250));
      assertThat(otherService.videoNumbers()).isEqualTo(frames(1000, 1250));
    }
  }
}
