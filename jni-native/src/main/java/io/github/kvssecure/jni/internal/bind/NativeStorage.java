package io.github.kvssecure.jni.internal.bind;

import com.amazonaws.kinesisvideo.producer.StorageInfo;
import com.amazonaws.kinesisvideo.producer.StorageInfo.DeviceStorageType;
import io.github.kvssecure.spi.MediaStorage;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Where the native producer is told to keep media. What is stated of it is read from what native
 * code is given.
 *
 * @param info what native code is given
 */
record NativeStorage(StorageInfo info) {

  private static final int NOTHING_SPILLED = 0;
  private static final String NO_DIRECTORY = "";

  static NativeStorage inMemory(long bytes) {
    return new NativeStorage(
        new StorageInfo(
            StorageInfo.STORAGE_INFO_CURRENT_VERSION,
            DeviceStorageType.DEVICE_STORAGE_TYPE_IN_MEM,
            bytes,
            NOTHING_SPILLED,
            NO_DIRECTORY));
  }

  /** In words of the interface. The native file heap writes frames as they are. */
  MediaStorage stated() {
    return info.getDeviceStorageType() == DeviceStorageType.DEVICE_STORAGE_TYPE_IN_MEM.getIntValue()
        ? MediaStorage.memory()
        : new MediaStorage.Directory(
            Path.of(info.getRootDirectory()), Set.of(), OptionalLong.of(info.getStorageSize()));
  }
}
