package io.github.kvssecure.local.mkv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MkvRoundTripTest {

  private static byte[] written() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MkvWriter writer = new MkvWriter(out);
    writer.header(Recording.HEADER);
    for (MkvFragment fragment : Recording.fragments()) {
      writer.fragment(fragment, Map.of());
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000, 1_000_000})
  void whatWasWritten_isReadInSlicesOfAnySize(int slice) throws Exception {
    RecordingListener read = RecordingListener.read(written(), MkvLimits.putMedia(), slice);

    List<MkvFragment> expected = Recording.fragments();
    assertThat(read.headers).containsExactly(Recording.HEADER);
    assertThat(read.began).containsExactlyElementsOf(timecodes(expected));
    assertThat(timecodes(read.fragments)).isEqualTo(timecodes(expected));
    assertThat(read.frames)
        .containsExactlyElementsOf(expected.stream().flatMap(f -> f.frames().stream()).toList());
    assertThat(read.fragments)
        .allSatisfy(fragment -> assertThat(fragment.duration()).hasMillis(905));
    for (int i = 0; i < expected.size(); i++) {
      assertThat(read.fragments.get(i).frames()).isEqualTo(expected.get(i).frames());
      assertThat(read.fragments.get(i).tags()).isEqualTo(expected.get(i).tags());
    }
  }

  @Test
  void fragmentSizes_addUpToTheClustersThatWereWritten() throws Exception {
    byte[] stream = written();
    RecordingListener read = RecordingListener.read(stream, MkvLimits.putMedia());

    long sizes = read.fragments.stream().mapToLong(MkvFragment::sizeBytes).sum();
    long frameBytes = read.frames.stream().mapToLong(MkvFrame::size).sum();
    assertThat(sizes).isBetween(frameBytes, (long) stream.length);
  }

  @Test
  void aSegmentPerFragment_isReadAsASeries_butNotAsAnUpload() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MkvWriter writer = new MkvWriter(out);
    for (MkvFragment fragment : Recording.fragments()) {
      writer.header(Recording.HEADER);
      writer.fragment(fragment, Map.of("AWS_KINESISVIDEO_FRAGMENT_NUMBER", "91"));
    }
    byte[] stream = out.toByteArray();

    RecordingListener read = RecordingListener.read(stream, MkvLimits.getMedia());
    assertThat(read.headers).hasSize(3);
    assertThat(read.fragments)
        .extracting(MkvFragment::tags)
        .containsExactly(
            Map.of("AWS_KINESISVIDEO_FRAGMENT_NUMBER", "91", "second", "0"),
            Map.of("AWS_KINESISVIDEO_FRAGMENT_NUMBER", "91", "second", "1"),
            Map.of("AWS_KINESISVIDEO_FRAGMENT_NUMBER", "91", "second", "2"));
    assertThat(MkvMedia.read(new ByteArrayInputStream(stream), MkvLimits.getMedia()).frames())
        .isEqualTo(read.frames);
    assertThatThrownBy(() -> RecordingListener.read(stream, MkvLimits.putMedia()))
        .isInstanceOf(MkvException.class);
  }

  @Test
  void otherTimecodeScale_keepsTimestampsExact() throws Exception {
    MkvHeader header = Recording.HEADER.withTimecodeScaleNanos(11_111);
    MkvFrame frame = new MkvFrame(1, Duration.ofNanos(11_111L * 123_457), true, new byte[] {1});
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MkvWriter writer = new MkvWriter(out);
    writer.header(header);
    writer.fragment(MkvFragment.of(1371, List.of(frame)), Map.of());

    RecordingListener read = RecordingListener.read(out.toByteArray(), MkvLimits.clip());
    assertThat(read.frames).containsExactly(frame);
  }

  @Test
  void frameTooFarFromItsCluster_isNotWritten() throws Exception {
    MkvWriter writer = new MkvWriter(new ByteArrayOutputStream());
    writer.header(Recording.HEADER);
    MkvFrame late = new MkvFrame(1, Duration.ofMillis(32_768), true, new byte[] {1});
    MkvFragment fragment = MkvFragment.of(0, List.of(late));

    assertThatThrownBy(() -> writer.fragment(fragment, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void fragmentBeforeAnyHeader_isNotWritten() {
    MkvWriter writer = new MkvWriter(new ByteArrayOutputStream());
    MkvFragment fragment = Recording.fragments().get(0);

    assertThatThrownBy(() -> writer.fragment(fragment, Map.of()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void headerAndTrack_giveAwayCopiesOnly() {
    MkvTrack track = Recording.HEADER.tracks().get(0);
    track.codecPrivate()[0] = 99;
    Recording.HEADER.segmentUid()[0] = 99;

    assertThat(track.codecPrivate()[0]).isEqualTo((byte) 1);
    assertThat(Recording.HEADER.segmentUid()[0]).isEqualTo((byte) 0);
  }

  private static List<Long> timecodes(List<MkvFragment> fragments) {
    return fragments.stream().map(MkvFragment::timecodeMillis).toList();
  }
}
