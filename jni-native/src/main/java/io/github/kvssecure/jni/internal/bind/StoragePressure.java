package io.github.kvssecure.jni.internal.bind;

import com.amazonaws.kinesisvideo.producer.StorageCallbacks;
import java.util.Map;

/** Passes on that the content store, which all streams share, fills up. */
final class StoragePressure implements StorageCallbacks {

  private final Map<String, NativeMediaStream> streams;

  StoragePressure(Map<String, NativeMediaStream> streams) {
    this.streams = streams;
  }

  @Override
  public void storageOverflowPressure(long remainingBytes) {
    CallbackGuard.run(
        "storageOverflowPressure",
        () -> {
          String reason = "content store has " + remainingBytes + " bytes left";
          streams.values().forEach(stream -> stream.events().pressure(reason));
        });
  }
}
