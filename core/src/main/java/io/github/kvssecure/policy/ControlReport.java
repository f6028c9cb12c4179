package io.github.kvssecure.policy;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Where every control of the catalogue stands: the latest decision on each. Immutable.
 *
 * <p>Not claimed: compliance with any standard. A control without a rule, or whose facts were not
 * to be had, counts as not evaluated.
 */
public final class ControlReport {

  private final Map<Control, Decision> decisions;
  private final List<Waiver> waivers;
  private final List<String> insecureOptions;
  private final String packager;

  /**
   * A report.
   *
   * @param decisions the latest decision on each control that was evaluated
   * @param waivers what the policy waives
   * @param insecureOptions the {@code insecurely...} options in use, each with its reason
   */
  public ControlReport(
      Map<Control, Decision> decisions, List<Waiver> waivers, List<String> insecureOptions) {
    this(decisions, waivers, insecureOptions, "unknown");
  }

  private ControlReport(
      Map<Control, Decision> decisions,
      List<Waiver> waivers,
      List<String> insecureOptions,
      String packager) {
    EnumMap<Control, Decision> all = new EnumMap<>(Control.class);
    for (Control control : Control.values()) {
      Decision decision = decisions.get(control);
      all.put(
          control,
          decision != null
              ? decision
              : new Decision.NotEvaluated(control, control.whyNotEvaluated()));
    }
    this.decisions = Collections.unmodifiableMap(all);
    this.waivers = List.copyOf(waivers);
    this.insecureOptions = List.copyOf(insecureOptions);
    this.packager = packager;
  }

  /**
   * The same report about media that is packaged by this.
   *
   * @param words what packages the media, and why it was chosen
   * @return a new report
   */
  public ControlReport packagedBy(String words) {
    return new ControlReport(decisions, waivers, insecureOptions, words);
  }

  /**
   * What packages the media: native code or Java, and why.
   *
   * @return one line, for example {@code native 1.12.0 (verified and loaded)}
   */
  public String packager() {
    return packager;
  }

  /**
   * The decision on every control of the catalogue.
   *
   * @return an immutable map in catalogue order
   */
  public Map<Control, Decision> decisions() {
    return decisions;
  }

  /**
   * What the policy waives.
   *
   * @return an immutable list
   */
  public List<Waiver> waivers() {
    return waivers;
  }

  /**
   * The {@code insecurely...} options in use.
   *
   * @return each with its reason
   */
  public List<String> insecureOptions() {
    return insecureOptions;
  }

  /**
   * How many controls are met.
   *
   * @return 0 to 117
   */
  public long satisfied() {
    return count(Decision.Satisfied.class);
  }

  /**
   * How many controls are not met.
   *
   * @return 0 to 117
   */
  public long violated() {
    return count(Decision.Violated.class);
  }

  /**
   * How many controls nobody can tell of.
   *
   * @return 0 to 117
   */
  public long notEvaluated() {
    return count(Decision.NotEvaluated.class);
  }

  private long count(Class<? extends Decision> kind) {
    return decisions.values().stream().filter(kind::isInstance).count();
  }

  @Override
  public String toString() {
    return "satisfied="
        + satisfied()
        + " violated="
        + violated()
        + " not-evaluated="
        + notEvaluated();
  }
}
