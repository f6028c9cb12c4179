package io.github.kvssecure.internal.session;

import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.FragmentMetadata;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.MediaStorage;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.MediaStreamListener;
import io.github.kvssecure.spi.UploadId;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A packager of one stream that keeps no bytes but counts them: which fragment an upload has read
 * how far. It keeps the contract of {@link MediaStream}: an upload begins with the oldest fragment
 * that is held. Not thread-safe.
 */
final class CountedMedia implements MediaProducer, MediaStream {

  private static final class Piece {
    private final long timecode;
    private long bytes;
    private long read;
    private boolean complete;
    private boolean told;

    Piece(long timecode) {
      this.timecode = timecode;
    }

    boolean isReadWhole() {
      return complete && read == bytes;
    }
  }

  private final List<Piece> pieces = new ArrayList<>();
  private Optional<MediaStreamListener> listener = Optional.empty();
  private long upload;
  private long readAgain;

  @Override
  public MediaStream open(
      StreamSpec spec, StreamDescription description, MediaStreamListener heard, Duration timeout) {
    listener = Optional.of(heard);
    return this;
  }

  @Override
  public int maxFrameBytes() {
    return 2 << 20;
  }

  @Override
  public MediaStorage storage() {
    return MediaStorage.memory();
  }

  @Override
  public void put(Frame frame) {
    if (frame.isKey()) {
      drain();
      pieces.add(new Piece(frame.presentationTime().toEpochMilli()));
    }
    pieces.get(pieces.size() - 1).bytes += frame.size();
    if (upload == 0) {
      request();
    }
    listener.orElseThrow().dataAvailable(new UploadId(upload));
  }

  private void request() {
    for (Piece piece : pieces) {
      readAgain += piece.read;
      piece.read = 0;
      piece.told = false;
    }
    upload++;
    listener.orElseThrow().uploadRequested(new UploadId(upload));
  }

  @Override
  public void putMetadata(FragmentMetadata metadata) {
    throw new UnsupportedOperationException("frames alone are counted");
  }

  @Override
  public int read(UploadId reading, byte[] buffer) {
    if (reading.value() != upload) {
      return -1;
    }
    for (Piece piece : pieces) {
      long left = piece.bytes - piece.read;
      if (left > 0) {
        int count = (int) Math.min(buffer.length, left);
        piece.read += count;
        // No Matroska: the session looks for no edges in it.
        Arrays.fill(buffer, 0, count, (byte) 0);
        return count;
      }
      if (!piece.complete) {
        return 0;
      }
    }
    return 0;
  }

  /** The timecodes of the fragments that have left whole, each once for every upload. */
  List<Long> takeSent() {
    List<Long> sent = new ArrayList<>();
    for (Piece piece : pieces) {
      if (piece.isReadWhole() && !piece.told) {
        piece.told = true;
        sent.add(piece.timecode);
      }
    }
    return sent;
  }

  /** How many bytes were read that had to be read again, or were given up. */
  long readInVain() {
    return readAgain;
  }

  @Override
  public void acknowledged(UploadId on, Acknowledgement acknowledgement) {
    pieces.removeIf(piece -> piece.timecode == acknowledgement.fragmentTimecodeMillis().orElse(-1));
  }

  @Override
  public void uploadBroken(UploadId broken) {
    if (broken.value() == upload) {
      request();
    }
  }

  @Override
  public boolean discard(long timecodeMillis) {
    for (Piece piece : pieces) {
      if (piece.timecode == timecodeMillis && piece.complete) {
        request();
        return pieces.remove(piece);
      }
    }
    return false;
  }

  @Override
  public LeftOut leaveOut(long timecodeMillis) {
    for (Piece piece : pieces) {
      if (piece.timecode == timecodeMillis && piece.read == 0 && piece.complete) {
        pieces.remove(piece);
        return LeftOut.LEFT_OUT;
      }
    }
    return LeftOut.HAS_LEFT;
  }

  @Override
  public void drain() {
    if (!pieces.isEmpty()) {
      pieces.get(pieces.size() - 1).complete = true;
    }
  }

  @Override
  public void close() {
    pieces.clear();
  }
}
