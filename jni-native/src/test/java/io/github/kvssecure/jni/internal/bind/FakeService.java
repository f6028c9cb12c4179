package io.github.kvssecure.jni.internal.bind;

import io.github.kvssecure.local.mkv.MkvException;
import io.github.kvssecure.local.mkv.MkvFrame;
import io.github.kvssecure.local.mkv.MkvLimits;
import io.github.kvssecure.local.mkv.MkvListener;
import io.github.kvssecure.local.mkv.MkvReader;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.AcknowledgementError;
import io.github.kvssecure.media.FragmentNumber;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.UploadId;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads one upload of a stream as a service would, and acknowledges its fragments on demand. */
final class FakeService {

  private final MediaStream stream;
  private final RecordingListener listener;
  private final UploadId upload;
  private final byte[] buffer = new byte[16 * 1024];
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final FragmentScanner scanner = new FragmentScanner(this::begun);
  private final Deque<Long> unacknowledged = new ArrayDeque<>();

  FakeService(MediaStream stream, RecordingListener listener, UploadId upload) {
    this.stream = stream;
    this.listener = listener;
    this.upload = upload;
  }

  UploadId upload() {
    return upload;
  }

  byte[] body() {
    return body.toByteArray();
  }

  FragmentScanner scanner() {
    return scanner;
  }

  /** The frames in what was read so far. */
  List<MkvFrame> frames() throws MkvException {
    List<MkvFrame> frames = new ArrayList<>();
    MkvListener collect =
        new MkvListener() {
          @Override
          public void frame(MkvFrame frame) {
            frames.add(frame);
          }
        };
    new MkvReader(collect, MkvLimits.putMedia()).feed(body(), 0, body.size());
    return frames;
  }

  /** The numbers that {@link Media} gave the video frames in what was read so far. */
  List<Integer> videoNumbers() throws MkvException {
    return frames().stream()
        .filter(frame -> frame.trackNumber() == Media.VIDEO)
        .map(frame -> frame.buffer().getInt(5))
        .toList();
  }

  /** Reads what there is now; says whether the body is over. */
  boolean readAvailable() {
    int read;
    while ((read = stream.read(upload, buffer)) > 0) {
      body.write(buffer, 0, read);
      scanner.scan(buffer, read);
    }
    return read < 0;
  }

  /** Reads to the end, and says of each fragment that it is stored as soon as it is whole. */
  void readAll() throws InterruptedException {
    while (!readAvailable()) {
      if (!persistEnded() && !listener.awaitData()) {
        throw new AssertionError("nothing to read within 10 s");
      }
    }
  }

  private void begun(long timecodeMillis) {
    unacknowledged.add(timecodeMillis);
  }

  /** Says of all fragments that are whole that they are stored; says whether there was one. */
  boolean persistEnded() {
    return persistBut(0);
  }

  /** The same, but for so many of the last fragments. */
  boolean persistBut(int last) {
    boolean any = false;
    while (unacknowledged.size() > last && unacknowledged.peek() <= scanner.ended()) {
      persist(unacknowledged.remove());
      any = true;
    }
    return any;
  }

  /** The timecode of the first fragment that was not said to be stored. */
  long oldestUnacknowledged() {
    return unacknowledged.getFirst();
  }

  void persist(long timecodeMillis) {
    acknowledge(Acknowledgement.Type.PERSISTED, timecodeMillis, Optional.empty());
  }

  void refuse(long timecodeMillis, int id) {
    acknowledge(
        Acknowledgement.Type.ERROR,
        timecodeMillis,
        Optional.of(new AcknowledgementError(id, "TEST")));
  }

  void acknowledge(
      Acknowledgement.Type type, long timecodeMillis, Optional<AcknowledgementError> error) {
    stream.acknowledged(
        upload,
        new Acknowledgement(
            type,
            timecodeMillis < 0 ? OptionalLong.empty() : OptionalLong.of(timecodeMillis),
            Optional.of(new FragmentNumber("91343852344490021183456789012345678901234567890")),
            error));
  }
}
