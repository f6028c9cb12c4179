package io.github.kvssecure.contract;

import io.github.kvssecure.local.mkv.MkvException;
import io.github.kvssecure.local.mkv.MkvFragment;
import io.github.kvssecure.local.mkv.MkvFrame;
import io.github.kvssecure.local.mkv.MkvHeader;
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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads one upload of a stream as a service would, with a Matroska reader that shares no code with
 * any packager, and acknowledges its fragments on demand.
 */
public final class ReadingService {

  private static final FragmentNumber NUMBER =
      new FragmentNumber("91343852344490021183456789012345678901234567890");

  private final MediaStream stream;
  private final ContractListener listener;
  private final UploadId upload;
  private final byte[] buffer = new byte[16 * 1024];
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final List<MkvFrame> frames = new ArrayList<>();
  private final List<MkvFragment> fragments = new ArrayList<>();
  private final Map<Long, Map<String, String>> metadata = new TreeMap<>();
  private final Deque<Long> unacknowledged = new ArrayDeque<>();
  private @Nullable MkvHeader header;
  private final MkvReader reader;

  /** A service for the next upload that is asked for. */
  public static ReadingService next(MediaStream stream, ContractListener listener)
      throws InterruptedException {
    return new ReadingService(stream, listener, listener.awaitUpload());
  }

  public ReadingService(MediaStream stream, ContractListener listener, UploadId upload) {
    this.stream = stream;
    this.listener = listener;
    this.upload = upload;
    MkvListener notes =
        new MkvListener() {
          @Override
          public void header(MkvHeader found) {
            header = found;
          }

          @Override
          public void frame(MkvFrame frame) {
            frames.add(frame);
          }

          @Override
          public void fragmentClosed(Map<String, String> tags) {
            metadata.put(fragments.get(fragments.size() - 1).timecodeMillis(), tags);
          }

          @Override
          public void fragmentEnded(MkvFragment fragment) {
            fragments.add(fragment);
            unacknowledged.add(fragment.timecodeMillis());
          }
        };
    this.reader =
        new MkvReader(
            notes,
            MkvLimits.putMedia()
                .withFragment(
                    new MkvLimits.FragmentLimits(
                        50_000_000,
                        java.time.Duration.ofSeconds(33),
                        MkvLimits.FragmentOrder.NOT_EARLIER,
                        MkvLimits.TrackCoverage.ANY)));
  }

  public UploadId upload() {
    return upload;
  }

  public byte[] body() {
    return body.toByteArray();
  }

  /** The description of the stream. */
  public MkvHeader header() {
    return Objects.requireNonNull(header, "no header was read");
  }

  public List<MkvFrame> frames() {
    return frames;
  }

  /** The fragments that are whole. */
  public List<MkvFragment> fragments() {
    return fragments;
  }

  /** The tags that closed fragments, by the fragments' timecodes. */
  public Map<Long, Map<String, String>> metadata() {
    return metadata;
  }

  /** The numbers that {@link ContractMedia} gave the video frames in what was read so far. */
  public List<Integer> videoNumbers() {
    return frames.stream()
        .filter(frame -> frame.trackNumber() == ContractMedia.VIDEO)
        .map(frame -> frame.buffer().getInt(5))
        .toList();
  }

  /** Reads once, so many bytes at most. */
  public void read(int most) throws MkvException {
    byte[] part = new byte[most];
    int read = stream.read(upload, part);
    body.write(part, 0, read);
    reader.feed(part, 0, read);
  }

  /** Reads what there is now; says whether the body is over. */
  public boolean readAvailable() throws MkvException {
    int read;
    while ((read = stream.read(upload, buffer)) > 0) {
      body.write(buffer, 0, read);
      reader.feed(buffer, 0, read);
    }
    return read < 0;
  }

  /** Reads to the end, and says of each fragment that it is stored as soon as it is whole. */
  public void readAll() throws InterruptedException, MkvException {
    while (!readAvailable()) {
      if (!persistEnded() && !listener.awaitData()) {
        throw new AssertionError("nothing to read");
      }
    }
  }

  /** Says of all fragments that are whole that they are stored; says whether there was one. */
  public boolean persistEnded() {
    boolean any = !unacknowledged.isEmpty();
    while (!unacknowledged.isEmpty()) {
      persist(unacknowledged.remove());
    }
    return any;
  }

  public void persist(long timecodeMillis) {
    acknowledge(Acknowledgement.Type.PERSISTED, timecodeMillis, Optional.empty());
  }

  public void refuse(long timecodeMillis, int id) {
    acknowledge(
        Acknowledgement.Type.ERROR,
        timecodeMillis,
        Optional.of(new AcknowledgementError(id, "TEST")));
  }

  /** An acknowledgement; it names no fragment if the timecode is negative. */
  public void acknowledge(
      Acknowledgement.Type type, long timecodeMillis, Optional<AcknowledgementError> error) {
    stream.acknowledged(
        upload,
        new Acknowledgement(
            type,
            timecodeMillis < 0 ? OptionalLong.empty() : OptionalLong.of(timecodeMillis),
            Optional.of(NUMBER),
            error));
  }
}
