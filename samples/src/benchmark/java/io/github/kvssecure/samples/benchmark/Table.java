package io.github.kvssecure.samples.benchmark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The result, as Markdown to paste. */
final class Table {

  private final List<String> rows = new ArrayList<>();

  /** A figure of both, whose ratio has a goal. */
  void compare(String metric, Pairs pairs, String format, double goal) {
    boolean met = pairs.ratio() <= goal;
    add(
        metric,
        String.format(Locale.ROOT, format, pairs.ours()),
        String.format(Locale.ROOT, format, pairs.vendor()),
        String.format(Locale.ROOT, "%.2f", pairs.ratio()),
        String.format(Locale.ROOT, "<= %.2f: %s", goal, met ? "met" : "missed"));
  }

  /** A figure of both without a goal. */
  void show(String metric, Pairs pairs, String format) {
    add(
        metric,
        String.format(Locale.ROOT, format, pairs.ours()),
        String.format(Locale.ROOT, format, pairs.vendor()),
        String.format(Locale.ROOT, "%.2f", pairs.ratio()),
        "");
  }

  void add(String metric, String ours, String vendor, String ratio, String goal) {
    rows.add("| " + String.join(" | ", metric, ours, vendor, ratio, goal) + " |");
  }

  void print(PrintStream out) {
    out.println("| metric | this library | vendor 1.12.0 | paired ratio | goal |");
    out.println("|---|---|---|---|---|");
    rows.forEach(out::println);
  }
}
