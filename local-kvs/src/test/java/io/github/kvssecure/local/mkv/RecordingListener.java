package io.github.kvssecure.local.mkv;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keeps everything that a reader tells. */
final class RecordingListener implements MkvListener {
  final List<MkvHeader> headers = new ArrayList<>();
  final List<Long> began = new ArrayList<>();
  final List<MkvFrame> frames = new ArrayList<>();
  final List<MkvFragment> fragments = new ArrayList<>();
  final List<Map<String, String>> segmentTags = new ArrayList<>();
  final List<Map<String, String>> closingTags = new ArrayList<>();

  /** Reads a whole stream in slices of this many bytes. */
  static RecordingListener read(byte[] stream, MkvLimits limits, int slice) throws MkvException {
    RecordingListener listener = new RecordingListener();
    MkvReader reader = new MkvReader(listener, limits);
    for (int at = 0; at < stream.length; at += slice) {
      reader.feed(stream, at, Math.min(slice, stream.length - at));
    }
    reader.end();
    return listener;
  }

  static RecordingListener read(byte[] stream, MkvLimits limits) throws MkvException {
    return read(stream, limits, Integer.MAX_VALUE / 2);
  }

  @Override
  public void header(MkvHeader header) {
    headers.add(header);
  }

  @Override
  public void fragmentBegan(long timecodeMillis) {
    began.add(timecodeMillis);
  }

  @Override
  public void frame(MkvFrame frame) {
    frames.add(frame);
  }

  @Override
  public void fragmentEnded(MkvFragment fragment) {
    fragments.add(fragment);
  }

  @Override
  public void fragmentClosed(Map<String, String> tags) {
    closingTags.add(tags);
  }

  @Override
  public void segmentTags(Map<String, String> tags) {
    segmentTags.add(tags);
  }
}
