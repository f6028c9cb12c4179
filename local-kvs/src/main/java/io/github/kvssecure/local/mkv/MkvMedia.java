package io.github.kvssecure.local.mkv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A whole clip in memory: its header and all its frames.
 *
 * @param header what the clip says of itself
 * @param frames the frames of all tracks in file order
 */
public record MkvMedia(MkvHeader header, List<MkvFrame> frames) {
  private static final int SLICE = 64 * 1024;

  /** Copies the list of frames. */
  public MkvMedia {
    frames = List.copyOf(frames);
  }

  /**
   * Reads a file by {@link MkvLimits#clip()}.
   *
   * @throws IOException if it cannot be read
   * @throws MkvException if it is not a clip that can be read
   */
  public static MkvMedia read(Path file) throws IOException, MkvException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    }
  }

  /**
   * Reads a stream to its end by {@link MkvLimits#clip()}; leaves it open.
   *
   * @throws IOException if it cannot be read
   * @throws MkvException if it is not a clip that can be read
   */
  public static MkvMedia read(InputStream in) throws IOException, MkvException {
    return read(in, MkvLimits.clip());
  }

  /**
   * Reads a stream to its end; leaves it open.
   *
   * @param in what is read
   * @param limits what is accepted
   * @throws IOException if it cannot be read
   * @throws MkvException if the stream is not what the limits allow, or a series of segments
   *     declares different tracks
   */
  public static MkvMedia read(InputStream in, MkvLimits limits) throws IOException, MkvException {
    Collector collector = new Collector();
    MkvReader reader = new MkvReader(collector, limits);
    byte[] slice = new byte[SLICE];
    for (int length = in.read(slice); length >= 0; length = in.read(slice)) {
      reader.feed(slice, 0, length);
    }
    reader.end();
    return collector.media();
  }

  /** The frames of each track in file order, by track number; a declared track may have none. */
  public Map<Integer, List<MkvFrame>> byTrack() {
    Map<Integer, List<MkvFrame>> byTrack = new TreeMap<>();
    for (MkvTrack track : header.tracks()) {
      byTrack.put(track.number(), new ArrayList<>());
    }
    for (MkvFrame frame : frames) {
      byTrack.computeIfAbsent(frame.trackNumber(), number -> new ArrayList<>()).add(frame);
    }
    byTrack.replaceAll((number, list) -> Collections.unmodifiableList(list));
    return Collections.unmodifiableMap(byTrack);
  }

  private static final class Collector implements MkvListener {
    private final List<MkvHeader> headers = new ArrayList<>();
    private final List<MkvFrame> frames = new ArrayList<>();

    @Override
    public void header(MkvHeader header) {
      headers.add(header);
    }

    @Override
    public void frame(MkvFrame frame) {
      frames.add(frame);
    }

    MkvMedia media() throws MkvException {
      MkvHeader first = headers.get(0);
      for (MkvHeader header : headers) {
        if (!header.tracks().equals(first.tracks())) {
          throw MkvException.invalid("the segments declare different tracks, required: the same");
        }
      }
      return new MkvMedia(first, frames);
    }
  }
}
