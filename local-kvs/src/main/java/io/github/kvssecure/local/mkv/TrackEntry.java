package io.github.kvssecure.local.mkv;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects the elements of one {@code TrackEntry}, whose order is free, until it ends. */
final class TrackEntry {
  private final List<Consumer<MkvTrack.Builder>> settings = new ArrayList<>();
  private int number;
  private long uid;
  private int type;
  private String codecId = "";

  void value(ElementData data) throws MkvException {
    switch (data.element()) {
      case TRACK_NUMBER -> number = data.integer(1);
      case TRACK_UID -> uid = data.unsigned();
      case TRACK_TYPE -> type = data.integer(1);
      case CODEC_ID -> codecId = data.text();
      case NAME -> {
        String name = data.text();
        settings.add(track -> track.name(name));
      }
      case CODEC_PRIVATE -> settings.add(track -> track.codecPrivate(data.bytes()));
      case PIXEL_WIDTH -> {
        int width = data.integer(1);
        settings.add(track -> track.pixelWidth(width));
      }
      case PIXEL_HEIGHT -> {
        int height = data.integer(1);
        settings.add(track -> track.pixelHeight(height));
      }
      case CHANNELS -> {
        int channels = data.integer(1);
        settings.add(track -> track.channels(channels));
      }
      case SAMPLING_FREQUENCY -> {
        double hertz = data.floating();
        settings.add(track -> track.samplingFrequency(hertz));
      }
      default -> {
        // FlagLacing: each block says itself whether it is laced.
      }
    }
  }

  MkvTrack track() throws MkvException {
    if (number == 0 || uid == 0 || type == 0 || codecId.isEmpty()) {
      throw MkvException.invalid(
          "track %d lacks what RFC 9559 requires of one: number, uid, type and codec id"
              .formatted(number));
    }
    MkvTrack.Builder track = MkvTrack.builder(number, MkvTrackType.ofCode(type), codecId).uid(uid);
    settings.forEach(setting -> setting.accept(track));
    return track.build();
  }
}
