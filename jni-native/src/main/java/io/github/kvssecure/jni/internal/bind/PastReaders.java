package io.github.kvssecure.jni.internal.bind;

import com.amazonaws.kinesisvideo.internal.producer.KinesisVideoProducerStream;
import com.amazonaws.kinesisvideo.internal.producer.jni.NativeKinesisVideoProducerStream;
import java.lang.reflect.Field;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The readers that the SDK keeps for each upload of a stream that ever was. It has no call to let
 * go of one, and looks for it when the upload ends; so an entry is taken out of its map once native
 * code knows the upload no more. Called with the client's lock held.
 */
final class PastReaders {

  private static final Logger LOG = LoggerFactory.getLogger(PastReaders.class);
  private static final @Nullable Field READERS = field();

  private PastReaders() {}

  private static @Nullable Field field() {
    try {
      Field field = NativeKinesisVideoProducerStream.class.getDeclaredField("mInputStreamMap");
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.warn("the SDK keeps a reader for each past upload: {}", e.toString());
      return null;
    }
  }

  /** Lets go of the reader of an upload that is over. */
  static void forget(KinesisVideoProducerStream stream, long upload) {
    Map<?, ?> readers = of(stream);
    if (readers != null) {
      readers.remove(upload);
    }
  }

  /** How many readers the SDK keeps of a stream; -1 if it does not say. */
  static int count(KinesisVideoProducerStream stream) {
    Map<?, ?> readers = of(stream);
    return readers == null ? -1 : readers.size();
  }

  private static @Nullable Map<?, ?> of(KinesisVideoProducerStream stream) {
    if (READERS == null) {
      return null;
    }
    try {
      return (Map<?, ?>) READERS.get(stream);
    } catch (IllegalAccessException | IllegalArgumentException e) {
      LOG.debug("the readers of the SDK cannot be looked at: {}", e.toString());
      return null;
    }
  }
}
