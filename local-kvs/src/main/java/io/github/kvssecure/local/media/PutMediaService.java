package io.github.kvssecure.local.media;

import io.github.kvssecure.local.Fault;
import io.github.kvssecure.local.FaultPlan;
import io.github.kvssecure.local.faults.HttpFaults;
import io.github.kvssecure.local.http.ChunkedOutput;
import io.github.kvssecure.local.http.Exchange;
import io.github.kvssecure.local.http.HttpRequest;
import io.github.kvssecure.local.http.ServiceException;
import io.github.kvssecure.local.iam.Caller;
import io.github.kvssecure.local.mkv.MkvException;
import io.github.kvssecure.local.mkv.MkvLimits;
import io.github.kvssecure.local.mkv.MkvReader;
import io.github.kvssecure.local.streams.SeenUpload;
import io.github.kvssecure.local.streams.StoredStream;
import io.github.kvssecure.local.streams.StreamAccess;
import io.github.kvssecure.local.streams.StreamStatus;
import io.github.kvssecure.local.streams.StreamStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/**
 * PutMedia: answers 200 as soon as the head is accepted, then acknowledges fragments while the body
 * still arrives. Thread-safe.
 */
public final class PutMediaService {
  private static final int BUFFER = 64 * 1024;
  private static final int SLOW_BUFFER = 4 * 1024;

  /**
   * Raw bytes kept per upload: enough for tests to look into, little enough for a gateway test with
   * many streams.
   */
  private static final int RAW_LIMIT = 16 * 1024 * 1024;

  private final StreamStore store;
  private final StreamAccess access;
  private final StreamEncryption encryption;
  private final MediaTimes times;
  private final MkvLimits limits;
  private final Clock clock;
  private final HttpFaults faults;
  private final ScheduledExecutorService timer;

  /** Makes the service. */
  public PutMediaService(MediaContext context) {
    this.store = context.store();
    this.access = new StreamAccess(context.store());
    this.encryption = context.encryption();
    this.times = context.times();
    this.limits = context.limits();
    this.clock = context.clock();
    this.faults = context.faults();
    this.timer = context.timer();
  }

  /**
   * Answers one upload of a caller whose signature was verified.
   *
   * @throws ServiceException when the upload is refused before its first acknowledgement
   */
  public void answer(Exchange exchange, Caller caller, Optional<FaultPlan> plan)
      throws IOException, ServiceException {
    HttpRequest request = exchange.request();
    exchange.closeAfterwards();
    UploadHeaders headers = UploadHeaders.parse(request.headers());
    StoredStream stream =
        access.require(caller, "PutMedia", headers.streamName(), headers.streamArn());
    UploadFault fault = new UploadFault(plan, faults);
    if (fault.isArmed(Fault.EARLY_RESPONSE_BODY_NON_200)) {
      request.body().readNBytes((int) fault.plan().afterBytes());
      faults.happened(fault.plan());
      throw new ServiceException(
          403, "AccessDeniedException", "Armed refusal while the body arrives");
    }
    SeenUpload upload = new SeenUpload(request.headers(), clock.instant(), RAW_LIMIT);
    stream.begin(upload, times.connectionGrace());
    try {
      ChunkedOutput out = exchange.stream(Map.of("Content-Type", "application/json"));
      AckWriter acks = new AckWriter(out, upload, fault, timer);
      UploadTarget target = new UploadTarget(stream, store, clock, headers.offsetMillis());
      FragmentSink sink =
          new FragmentSink(target, acks, fault, new FragmentAdmission(encryption, caller, stream));
      try (UploadWatch watch = new UploadWatch(exchange, upload, acks, times, timer)) {
        receive(exchange, stream, upload, sink, watch, fault);
      }
      upload.ended(sink.error().map(AckError::name).orElse("complete"));
      stream.end(upload);
      acks.end();
    } catch (UncheckedIOException e) {
      throw new IOException("the producer left while acknowledgements were due", e);
    } finally {
      upload.ended("connection lost");
      stream.end(upload);
    }
  }

  private void receive(
      Exchange exchange,
      StoredStream stream,
      SeenUpload upload,
      FragmentSink sink,
      UploadWatch watch,
      UploadFault fault)
      throws IOException {
    // A look counts as the description after which a new stream becomes active.
    boolean creating = store.describe(stream).status() == StreamStatus.CREATING;
    if (creating || !stream.takesMedia()) {
      sink.fail(AckError.STREAM_NOT_ACTIVE);
      return;
    }
    MkvReader reader = new MkvReader(sink, limits);
    InputStream body = exchange.request().body();
    boolean slow = fault.isArmed(Fault.SLOW_READ);
    byte[] buffer = new byte[slow ? SLOW_BUFFER : BUFFER];
    long untilFault = cutsOff(fault) ? fault.plan().afterBytes() : Long.MAX_VALUE;
    try {
      while (sink.error().isEmpty()) {
        if (fault.happens(Fault.SLOW_READ)) {
          faults.pause(fault.plan().delay());
        }
        int count = body.read(buffer, 0, (int) Math.min(buffer.length, untilFault));
        if (count < 0) {
          reader.end();
          return;
        }
        watch.noteBytes();
        upload.received(buffer, count);
        reader.feed(buffer, 0, count);
        untilFault -= count;
        if (untilFault == 0) {
          cutOff(exchange, stream, upload, watch, fault.plan());
        }
      }
    } catch (MkvException e) {
      sink.fail(e);
    }
  }

  /** A stalled connection gives its place free, or the producer could never come back. */
  private void cutOff(
      Exchange exchange, StoredStream stream, SeenUpload upload, UploadWatch watch, FaultPlan plan)
      throws IOException {
    watch.close();
    upload.ended("armed " + plan.fault());
    stream.end(upload);
    faults.disturb(plan, exchange);
    throw new IOException("armed " + plan.fault());
  }

  private static boolean cutsOff(UploadFault fault) {
    return fault.isArmed(Fault.DROP_CONNECTION_MID_FRAGMENT)
        || fault.isArmed(Fault.TRUNCATE_WITHOUT_CLOSE_NOTIFY)
        || fault.isArmed(Fault.STALL);
  }
}
