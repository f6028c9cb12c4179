package io.github.kvssecure.jni.internal.bind;

import com.amazonaws.kinesisvideo.producer.ClientInfo;
import com.amazonaws.kinesisvideo.producer.DeviceInfo;
import com.amazonaws.kinesisvideo.producer.ProducerException;
import io.github.kvssecure.spi.MediaProducerException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one native client of a class loader: made once, never freed. Owner of the lock that every
 * call into native code holds; without it the SDK's own locks and the native ones deadlock.
 *
 * <p>Threads: but for one, native code calls back on the thread that called it, before that call
 * returns, and with this lock held:
 *
 * <ul>
 *   <li>on the application's thread in {@link NativeMediaStream#put}, {@code drain} and {@code
 *       close}: data available, pressure, dropped frames, the wish for a new upload;
 *   <li>on a thread of the upload transport in {@code read}, {@code acknowledged} and {@code
 *       uploadBroken}: end of an upload, the wish for a new one;
 *   <li>on the thread {@code kvs-native-results}, which gives native code its answers: stream
 *       ready, the next question;
 *   <li>on whichever thread made the client, and on all of the above: log lines, several for each
 *       frame.
 * </ul>
 *
 * <p>One thread is its own: every five seconds it looks for streams that got no frame for 20
 * seconds, and marks the end of their fragment ({@link IdleEnd}). It calls back with native locks
 * held and without this one. Whoever took this lock there would wait for a thread that waits for
 * the native locks; so what such a callback leads to is left to the results thread.
 *
 * <p>A callback may note a fact, complete a future, and queue an answer for the results thread. It
 * may not wait, not for the network and not for another thread, because all streams stand still
 * meanwhile; it may not answer at once, because the handle that the answer is for does not exist
 * yet; and it may not throw: {@link CallbackGuard}.
 */
final class NativeClient {

  static final String DEVICE_NAME = "kvs-secure-producer";

  private static final String CLIENT_ID = "kvs-secure-producer/0.1";
  private static final int READY_SECONDS = 5;
  private static final int LOG_LEVEL_IGNORED_BY_NATIVE = 4;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, NativeMediaStream> streams = new ConcurrentHashMap<>();
  private final AtomicLong lastUpload = new AtomicLong();
  private final DirectBuffers buffers = new DirectBuffers();
  private final FittingArrays arrays = new FittingArrays();
  private final NativeLog log = new NativeLog(System::nanoTime, lock::isHeldByCurrentThread);
  private final CountDownLatch ready = new CountDownLatch(1);
  private final NativeSettings settings;
  private final NativeStorage storage;
  private final Clock clock;
  private final ResultsThread results;
  private final ContainedJni jni;

  private NativeClient(NativeSettings settings, Clock clock) throws ProducerException {
    this.settings = settings;
    this.clock = clock;
    this.storage = NativeStorage.inMemory(settings.storageBytes());
    this.results = new ResultsThread(clock);
    OpaqueTokens tokens = new OpaqueTokens(clock, settings.tokenLifetime());
    this.jni =
        new ContainedJni(
            new NoDeviceCredentials(tokens),
            new StoragePressure(streams),
            new ServiceAnswers(this, tokens),
            ready,
            log);
  }

  /**
   * Loads the library and makes the client.
   *
   * @param library an absolute path; the SDK loads it, which binds it to the SDK's class loader
   * @throws MediaProducerException if the library does not load or the client does not come up
   */
  static NativeClient start(Path library, NativeSettings settings, Clock clock) {
    NativeClient client;
    try {
      client = new NativeClient(settings, clock);
    } catch (ProducerException e) {
      throw NativeStatus.exception(e.getStatusCode(), "make the native client");
    }
    try {
      client.create(library);
    } catch (RuntimeException | Error e) {
      client.results.stop();
      throw e;
    }
    return client;
  }

  private void create(Path library) {
    call(() -> "create the native client", () -> jni.create(deviceInfo(), library.toString()));
    try {
      if (!ready.await(READY_SECONDS, TimeUnit.SECONDS)) {
        throw NativeStatus.exception(
            lastStatusOr(NativeStatus.OPERATION_TIMED_OUT), "create the native client");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MediaProducerException(
          MediaProducerException.NO_STATUS, "interrupted while the native client was created");
    }
  }

  private DeviceInfo deviceInfo() {
    return new DeviceInfo(
        DeviceInfo.DEVICE_INFO_CURRENT_VERSION,
        DEVICE_NAME,
        storage.info(),
        settings.streamCount(),
        /* tags= */ null,
        CLIENT_ID,
        new ClientInfo(0, 0, 0, 0, LOG_LEVEL_IGNORED_BY_NATIVE, /* logMetric= */ false));
  }

  /** A call into native code. */
  @FunctionalInterface
  interface NativeCall {
    void run() throws ProducerException;
  }

  /**
   * Makes a call with the lock held.
   *
   * @param asked what for, as in "cannot ..."; put into words only if it fails
   * @throws MediaProducerException if native code refuses
   */
  void call(Supplier<String> asked, NativeCall call) {
    lock.lock();
    try {
      log.takeStatus();
      call.run();
    } catch (ProducerException e) {
      throw NativeStatus.exception(e.getStatusCode(), asked.get());
    } catch (IllegalStateException e) {
      // How the SDK says that native code gave no handle; the reason is in the log alone.
      throw NativeStatus.exception(lastStatusOr(NativeStatus.INVALID_OPERATION), asked.get());
    } finally {
      lock.unlock();
    }
  }

  /** The status that the current call wrote to the log, else another; with the lock held. */
  int lastStatusOr(int other) {
    int status = log.takeStatus();
    return status == 0 ? other : status;
  }

  /**
   * The way into native code.
   *
   * @throws IllegalStateException if the caller does not hold the lock
   */
  ContainedJni jni() {
    if (!lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("native code is entered with the client's lock held only");
    }
    return jni;
  }

  ReentrantLock lock() {
    return lock;
  }

  Clock clock() {
    return clock;
  }

  ResultsThread results() {
    return results;
  }

  DirectBuffers buffers() {
    return buffers;
  }

  FittingArrays arrays() {
    return arrays;
  }

  NativeSettings settings() {
    return settings;
  }

  NativeStorage storage() {
    return storage;
  }

  long nextUpload() {
    return lastUpload.incrementAndGet();
  }

  /** Registers a stream under its name, by which native code asks for it. */
  void register(String name, NativeMediaStream stream) {
    if (streams.putIfAbsent(name, stream) != null) {
      throw NativeStatus.exception(
          NativeStatus.DUPLICATE_STREAM_NAME, "open stream " + name + " again; close it first");
    }
  }

  void unregister(String name, NativeMediaStream stream) {
    streams.remove(name, stream);
  }

  @Nullable NativeMediaStream stream(String name) {
    return streams.get(name);
  }
}
