package io.github.kvssecure.samples;

import java.io.PrintStream;

/** A line that fills up. */
final class ProgressBar {

  private static final int WIDTH = 40;

  private final PrintStream out;
  private final String what;
  private final long total;
  private long shown = -1;

  ProgressBar(PrintStream out, String what, long total) {
    this.out = out;
    this.what = what;
    this.total = total;
  }

  void show(long done) {
    long filled = done * WIDTH / total;
    if (filled == shown && done < total) {
      return;
    }
    shown = filled;
    String bar = "#".repeat((int) filled) + ".".repeat((int) (WIDTH - filled));
    out.printf("\r%s [%s] %d/%d%s", what, bar, done, total, done == total ? "\n" : "");
    out.flush();
  }
}
