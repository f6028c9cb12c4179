package io.github.kvssecure.samples.benchmark;

import io.github.kvssecure.samples.benchmark.SinkSocket.Cut;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * How long a camera is away when its connection is lost. Both clients film all the time, and the
 * sink cuts the one and the other in turn, each at any moment within a fragment.
 */
final class ReconnectRows {

  private static final int WARM_UP_CUTS = 3;
  private static final int FRAGMENT_MILLIS = 2_000;

  private final FilmingClient ours;
  private final FilmingClient vendor;

  /** The same moments in every run of the benchmark. */
  private final Random moments = new Random(1);

  private ReconnectRows(FilmingClient ours, FilmingClient vendor) {
    this.ours = ours;
    this.vendor = vendor;
  }

  /**
   * Measures, and adds the rows.
   *
   * @param cuts of each kind, for each client
   */
  static void measure(Stage stage, int cuts, Table table) throws IOException, InterruptedException {
    try (FilmingClient ours = FilmingClient.start(stage, "ours", 1);
        FilmingClient vendor = FilmingClient.start(stage, "vendor", 2)) {
      ReconnectRows rows = new ReconnectRows(ours, vendor);
      rows.cut(cuts, table);
      rows.account(table);
    }
    stage.sink().ask("forget");
  }

  private void cut(int cuts, Table table) throws IOException, InterruptedException {
    ReconnectGaps discarded = new ReconnectGaps();
    for (int i = 0; i < WARM_UP_CUTS; i++) {
      cut(Cut.RESET, discarded);
    }
    double ourCalls = ours.controlCalls();
    double vendorCalls = vendor.controlCalls();
    Map<Cut, ReconnectGaps> gaps = new EnumMap<>(Cut.class);
    for (Cut how : Cut.values()) {
      gaps.put(how, new ReconnectGaps());
    }
    for (int i = 0; i < cuts; i++) {
      for (Map.Entry<Cut, ReconnectGaps> kind : gaps.entrySet()) {
        cut(kind.getKey(), kind.getValue());
      }
    }
    gaps.forEach((how, measured) -> measured.show(table, how.description()));
    double returns = (double) cuts * Cut.values().length;
    table.add(
        "both: calls of the control plane for each return",
        String.format(Locale.ROOT, "%.1f", (ours.controlCalls() - ourCalls) / returns),
        String.format(Locale.ROOT, "%.1f", (vendor.controlCalls() - vendorCalls) / returns),
        "",
        "");
  }

  private void cut(Cut how, ReconnectGaps measured) throws IOException, InterruptedException {
    Figures mine = ours.cut(how, moments.nextInt(FRAGMENT_MILLIS));
    if (mine.isEmpty()) {
      throw new IllegalStateException(
          "the run is void: no upload within "
              + WatchedCamera.PATIENCE
              + " of a cut, or no fragment: "
              + ours.end());
    }
    measured.add(mine, vendor.cut(how, moments.nextInt(FRAGMENT_MILLIS)));
  }

  private void account(Table table) throws IOException, InterruptedException {
    Figures mine = ours.end();
    Figures theirs = vendor.end();
    System.out.println("  ours   " + mine);
    System.out.println("  vendor " + theirs);
    if (missing(mine) > 0
        || mine.get("dropped") > 0
        || mine.get("pending") > FilmingClient.FRAMES_AFTER_FILM) {
      throw new IllegalStateException("the run is void: frames are missing, " + mine);
    }
    table.add("both: frames never stored", lost(mine), lost(theirs), "", "");
    table.add("both: frames sent again", again(mine), again(theirs), "", "");
  }

  private static double missing(Figures account) {
    return account.get("frames") - account.get("stored");
  }

  private static String lost(Figures account) {
    return String.format(Locale.ROOT, "%.0f of %.0f", missing(account), account.get("frames"));
  }

  private static String again(Figures account) {
    return String.format(Locale.ROOT, "%.0f", account.get("again"));
  }
}
