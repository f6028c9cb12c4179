package io.github.kvssecure.internal.transport;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException;
import io.github.kvssecure.spi.UploadListener;
import io.github.kvssecure.spi.UploadResponse;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Records what it is told, and that calls neither overlap nor come after the end. */
class RecordingListener implements UploadListener {

  final CompletableFuture<ConnectionEvidence> connected = new CompletableFuture<>();
  final CompletableFuture<UploadResponse> responded = new CompletableFuture<>();
  final BlockingQueue<Acknowledgement> acknowledgements = new LinkedBlockingQueue<>();
  final CompletableFuture<UploadEnd> end = new CompletableFuture<>();
  final List<String> offences = new CopyOnWriteArrayList<>();
  private final AtomicInteger inside = new AtomicInteger();

  @Override
  public void connected(ConnectionEvidence evidence) {
    enter(() -> connected.complete(evidence));
  }

  @Override
  public void responded(UploadResponse response) {
    enter(() -> responded.complete(response));
  }

  @Override
  public void acknowledged(Acknowledgement acknowledgement) {
    enter(() -> acknowledgements.add(acknowledgement));
  }

  @Override
  public void ended(UploadEnd how) {
    enter(
        () -> {
          if (!end.complete(how)) {
            offences.add("ended twice");
          }
        });
  }

  private void enter(Runnable call) {
    if (inside.getAndIncrement() != 0) {
      offences.add("calls overlap");
    }
    if (end.isDone()) {
      offences.add("called after the end");
    }
    call.run();
    inside.decrementAndGet();
  }

  Acknowledgement awaitAcknowledgement() throws InterruptedException {
    Acknowledgement next = acknowledgements.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no acknowledgement in time; end: " + end);
    }
    return next;
  }

  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(20, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  UploadEnd.Broken awaitBroken() {
    UploadEnd how = await(end);
    if (how instanceof UploadEnd.Broken broken) {
      return broken;
    }
    throw new AssertionError("expected a broken upload, found " + how);
  }

  UploadException.Failure awaitFailure() {
    return awaitBroken().cause().failure();
  }
}
