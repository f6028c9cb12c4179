package io.github.kvssecure.jni.internal.bind;

import com.amazonaws.kinesisvideo.internal.producer.ServiceCallbacks;
import com.amazonaws.kinesisvideo.internal.producer.jni.NativeKinesisVideoProducerJni;
import com.amazonaws.kinesisvideo.producer.AuthCallbacks;
import com.amazonaws.kinesisvideo.producer.ProducerException;
import com.amazonaws.kinesisvideo.producer.StorageCallbacks;
import java.util.concurrent.CountDownLatch;
import org.apache.logging.log4j.LogManager;

/** The SDK's JNI class with its log turned to {@link NativeLog}, and its deadly end closed off. */
final class ContainedJni extends NativeKinesisVideoProducerJni {

  private final NativeLog log;

  ContainedJni(
      AuthCallbacks auth,
      StorageCallbacks storage,
      ServiceCallbacks service,
      CountDownLatch ready,
      NativeLog log)
      throws ProducerException {
    super(auth, storage, service, LogManager.getLogger(NativeKinesisVideoProducerJni.class), ready);
    this.log = log;
  }

  @Override
  public void logPrint(int level, String tag, String format, String message) {
    CallbackGuard.run("logPrint", () -> log.print(level, tag, message));
  }

  /** Refuses: in this native library it ends the JVM, every time. */
  @Override
  public void free() {
    throw new UnsupportedOperationException("the native client lives as long as the process");
  }
}
