package io.github.kvssecure.samples.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the two clients scored in turn, one pair after the other. */
final class Pairs {

  private final List<double[]> pairs = new ArrayList<>();

  void add(double ours, double vendor) {
    pairs.add(new double[] {ours, vendor});
  }

  double ours() {
    return median(pair -> pair[0]);
  }

  double vendor() {
    return median(pair -> pair[1]);
  }

  /** The median of the ratios within each pair. */
  double ratio() {
    return median(pair -> pair[0] / pair[1]);
  }

  private double median(ToDoubleFunction<double[]> figure) {
    double[] sorted = pairs.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
