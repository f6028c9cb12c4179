package io.github.kvssecure.samples.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A figure that was measured several times. */
final class Spread {

  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  /** How often it was measured. */
  int count() {
    return values.size();
  }

  /**
   * The figure in the middle.
   *
   * @throws IndexOutOfBoundsException if it was never measured
   */
  double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Median, least and most, to a tenth; nothing if it was never measured. */
  @Override
  public String toString() {
    return values.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT,
            "%.1f (%.1f to %.1f)",
            median(),
            Collections.min(values),
            Collections.max(values));
  }
}
