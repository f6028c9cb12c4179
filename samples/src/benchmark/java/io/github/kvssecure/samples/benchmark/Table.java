package io.github.kvssecure.samples.benchmark;

import io.github.kvssecure.Packaging;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The result, as Markdown to paste. */
final class Table {

  private final String ours;
  private final List<String> rows = new ArrayList<>();

  /**
   * An empty table.
   *
   * @param packaging what packages this library's media
   */
  Table(Packaging packaging) {
    this.ours = "this library, " + packaging.name().toLowerCase(Locale.ROOT) + " packaging";
  }

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
    out.println("| metric | " + ours + " | vendor 1.12.0 | paired ratio | goal |");
    out.println("|---|---|---|---|---|");
    rows.forEach(out::println);
  }
}
