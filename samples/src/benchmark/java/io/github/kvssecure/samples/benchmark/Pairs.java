package io.github.kvssecure.samples.benchmark;

/** What the two clients scored in turn, one pair after the other. */
final class Pairs {

  private final Spread ours = new Spread();
  private final Spread vendor = new Spread();
  private final Spread ratios = new Spread();

  void add(double mine, double theirs) {
    ours.add(mine);
    vendor.add(theirs);
    ratios.add(mine / theirs);
  }

  double ours() {
    return ours.median();
  }

  double vendor() {
    return vendor.median();
  }

  /** The median of the ratios within each pair. */
  double ratio() {
    return ratios.median();
  }
}
