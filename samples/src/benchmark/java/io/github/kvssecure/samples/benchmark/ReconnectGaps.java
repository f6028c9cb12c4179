package io.github.kvssecure.samples.benchmark;

import java.util.Locale;

/** How long the clients were away after cuts of one kind, in milliseconds. */
final class ReconnectGaps {

  private static final double NANOS_PER_MILLI = 1e6;

  private final Gap request = new Gap();
  private final Gap media = new Gap();
  private final Gap withoutBackoff = new Gap();
  private final Spread noticed = new Spread();
  private final Spread backoff = new Spread();

  /** A time from the cut on, of both. */
  private record Gap(Spread ours, Spread vendor, Spread ratio) {

    Gap() {
      this(new Spread(), new Spread(), new Spread());
    }

    void add(double mine, Figures theirs, String name) {
      ours.add(mine);
      if (!theirs.isEmpty()) {
        double other = theirs.get(name) / NANOS_PER_MILLI;
        vendor.add(other);
        ratio.add(mine / other);
      }
    }

    void show(Table table, String metric) {
      table.add(
          metric,
          ours.toString(),
          vendor.toString(),
          ratio.count() == 0 ? "" : String.format(Locale.ROOT, "%.2f", ratio.median()),
          "");
    }
  }

  /**
   * Adds one cut of each client.
   *
   * @param mine of this library
   * @param theirs of the vendor's; nothing if it did not come back
   */
  void add(Figures mine, Figures theirs) {
    double pause = mine.get("backoff") / NANOS_PER_MILLI;
    backoff.add(pause);
    noticed.add((mine.get("noticedAt") - mine.get("cutAt")) / NANOS_PER_MILLI);
    request.add(mine.get("request") / NANOS_PER_MILLI, theirs, "request");
    media.add(mine.get("media") / NANOS_PER_MILLI, theirs, "media");
    withoutBackoff.add(mine.get("request") / NANOS_PER_MILLI - pause, theirs, "request");
  }

  /**
   * Adds the rows.
   *
   * @param cut what the cuts were
   */
  void show(Table table, String cut) {
    request.show(table, cut + ": to the next request, ms");
    media.show(table, cut + ": to its first media, ms");
    table.add(cut + ": until the loss was told, ms", noticed.toString(), "", "", "");
    table.add(cut + ": back-off on purpose, ms", backoff.toString(), "", "", "");
    withoutBackoff.show(table, cut + ": to the next request less the back-off, ms");
    String bound = WatchedCamera.PATIENCE.toSeconds() + " s";
    table.add(cut + ": back within " + bound, back(request.ours), back(request.vendor), "", "");
  }

  private String back(Spread spread) {
    return spread.count() + " of " + request.ours.count();
  }
}
