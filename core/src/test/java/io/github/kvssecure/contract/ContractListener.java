package io.github.kvssecure.contract;

import io.github.kvssecure.spi.MediaStreamListener;
import io.github.kvssecure.spi.UploadId;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Notes what a stream wants, for a test to wait on. */
public final class ContractListener implements MediaStreamListener {

  private static final int SECONDS = 30;

  public final BlockingQueue<UploadId> requested = new LinkedBlockingQueue<>();
  public final List<UploadId> complete = new CopyOnWriteArrayList<>();
  public final List<String> dropped = new CopyOnWriteArrayList<>();
  public final List<String> pressure = new CopyOnWriteArrayList<>();
  private final Semaphore data = new Semaphore(0);

  @Override
  public void uploadRequested(UploadId upload) {
    requested.add(upload);
  }

  @Override
  public void dataAvailable(UploadId upload) {
    data.release();
  }

  @Override
  public void uploadComplete(UploadId upload) {
    complete.add(upload);
  }

  @Override
  public void mediaLost(long timecodeMillis, String reason) {
    dropped.add(reason);
  }

  @Override
  public void pressure(String reason) {
    pressure.add(reason);
  }

  /** The next upload that is asked for. */
  public UploadId awaitUpload() throws InterruptedException {
    UploadId upload = requested.poll(SECONDS, TimeUnit.SECONDS);
    if (upload == null) {
      throw new AssertionError("no upload was asked for within " + SECONDS + " s");
    }
    return upload;
  }

  /** Waits until data was announced; says whether it was. */
  public boolean awaitData() throws InterruptedException {
    boolean announced = data.tryAcquire(SECONDS, TimeUnit.SECONDS);
    data.drainPermits();
    return announced;
  }
}
