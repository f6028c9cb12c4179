package io.github.kvssecure.internal.session;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.StreamName;
import java.util.function.Consumer;

/**
 * Tells when the buffer of a stream fills up: at four fifths, and not again before it has fallen
 * below three fifths. Not thread-safe: the caller serialises.
 */
final class BufferGauge {

  private static final int HIGH_PERCENT = 80;
  private static final int LOW_PERCENT = 60;

  private final StreamName stream;
  private final BufferLimits limits;
  private final FragmentLedger ledger;
  private final Consumer<IngestEvent> events;
  private boolean storageTold;
  private boolean latencyTold;

  BufferGauge(
      StreamName stream, BufferLimits limits, FragmentLedger ledger, Consumer<IngestEvent> events) {
    this.stream = stream;
    this.limits = limits;
    this.ledger = ledger;
    this.events = events;
  }

  /** A frame that begins a fragment was taken. */
  void look(Frame frame) {
    FragmentBook.Fill fill = ledger.fill(frame);
    storageTold =
        look(storageTold, IngestEvent.Pressure.STORAGE, fill.bytes(), limits.bytes(), "bytes");
    latencyTold =
        look(
            latencyTold,
            IngestEvent.Pressure.LATENCY,
            fill.behind().toMillis(),
            limits.duration().toMillis(),
            "ms of media");
  }

  private boolean look(
      boolean told, IngestEvent.Pressure pressure, long used, long limit, String unit) {
    long percent = used * 100 / limit;
    if (!told && percent >= HIGH_PERCENT) {
      String detail = used + " of " + limit + " " + unit + " wait for their acknowledgement";
      events.accept(new IngestEvent.BufferPressure(stream, pressure, detail));
      return true;
    }
    return told && percent >= LOW_PERCENT;
  }
}
