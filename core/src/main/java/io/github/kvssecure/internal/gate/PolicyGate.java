package io.github.kvssecure.internal.gate;

import io.github.kvssecure.event.IngestEvent.ConnectionMade;
import io.github.kvssecure.event.IngestEvent.ControlDecided;
import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.internal.gate.rule.Rule;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.ControlReport;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.stream.StreamName;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only class that turns a rule into a refusal. Thread-safe.
 *
 * <p>It asks the rules, remembers where every control stands, tells the listener, and refuses where
 * the policy says so.
 */
public final class PolicyGate {

  private static final Logger LOG = LoggerFactory.getLogger(PolicyGate.class);

  private final SecurityPolicy policy;
  private final Clock clock;
  private final IngestListener listener;
  private final StandingDecisions standing = new StandingDecisions();

  /**
   * A gate under a policy.
   *
   * @param policy what is refused
   * @param clock tells whether a waiver still holds
   * @param listener told of every decision
   */
  public PolicyGate(SecurityPolicy policy, Clock clock, IngestListener listener) {
    this.policy = policy;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * What is refused.
   *
   * @return the policy
   */
  public SecurityPolicy policy() {
    return policy;
  }

  /**
   * Begins to look at what this side is about to ask for. What cannot be told yet is not refused:
   * {@link #verification} follows with what is reported.
   *
   * @return an inspection to add facts to
   */
  public Inspection admission() {
    return new Inspection(false, Set.of());
  }

  /**
   * As {@link #admission()}, of one stream: what is decided stands for that stream alone.
   *
   * @param stream which
   * @return an inspection to add facts to
   */
  public Inspection admission(StreamName stream) {
    return new Inspection(false, Set.of(stream));
  }

  /**
   * As {@link #admission()}, of something that several streams have in common, as a key.
   *
   * @param streams which
   * @return an inspection to add facts to
   */
  public Inspection admission(Set<StreamName> streams) {
    return new Inspection(false, Set.copyOf(streams));
  }

  /**
   * Begins to look at what somebody else reports. What cannot be told is refused where the policy
   * says so.
   *
   * @return an inspection to add facts to
   */
  public Inspection verification() {
    return new Inspection(true, Set.of());
  }

  /**
   * As {@link #verification()}, of one stream: what is decided stands for that stream alone.
   *
   * @param stream which
   * @return an inspection to add facts to
   */
  public Inspection verification(StreamName stream) {
    return new Inspection(true, Set.of(stream));
  }

  /**
   * As {@link #verification()}, of a connection. The listener is told of it first: what was
   * negotiated is evidence, most of all if it is refused.
   *
   * @param connection what was made
   * @return an inspection to add facts to
   */
  public Inspection verification(ConnectionMade connection) {
    Listeners.tell(listener, connection);
    return new Inspection(true, connection.stream().map(Set::of).orElse(Set.of()));
  }

  /**
   * A stream is about to be opened: its decisions stand beside those of other streams from now on.
   *
   * @param stream which
   */
  public void begin(StreamName stream) {
    standing.begin(stream);
  }

  /**
   * A stream was closed, or was refused and never opened: what was decided of it stands no longer.
   *
   * @param stream which
   */
  public void end(StreamName stream) {
    standing.end(stream);
  }

  /** Collects what several rules say, so that one refusal names everything. Not thread-safe. */
  public final class Inspection {

    private final boolean refusesUnevaluated;
    private final Set<StreamName> streams;
    private final List<Violation> refused = new ArrayList<>();
    private final List<Decision> decided = new ArrayList<>();

    private Inspection(boolean refusesUnevaluated, Set<StreamName> streams) {
      this.refusesUnevaluated = refusesUnevaluated;
      this.streams = streams;
    }

    /**
     * Asks rules about facts.
     *
     * @param rules which
     * @param facts what they look at
     * @param <F> the kind of facts
     * @return this
     */
    public <F> Inspection of(List<Rule<F>> rules, F facts) {
      return of(rules, facts, refusesUnevaluated);
    }

    /**
     * As {@link #of}, of something that nothing later can tell either: where the policy says so, it
     * is refused now.
     *
     * @param rules which
     * @param facts what they look at
     * @param <F> the kind of facts
     * @return this
     */
    public <F> Inspection ofWhatStays(List<Rule<F>> rules, F facts) {
      return of(rules, facts, true);
    }

    private <F> Inspection of(List<Rule<F>> rules, F facts, boolean refusesUnevaluated) {
      for (Rule<F> rule : rules) {
        Decision decision = rule.evaluate(facts, policy);
        remember(decision, worstSoFar(decision));
        decided.add(decision);
        if (decision instanceof Decision.Violated violated
            && isBlocked(violated, rule.severity(policy))) {
          refused.add(violated.violation());
        } else if (decision instanceof Decision.NotEvaluated open
            && refusesUnevaluated
            && policy.mustBeEvaluated(open.control())
            && !isWaived(open.control())) {
          refused.add(unevaluated(open));
        }
      }
      return this;
    }

    /** What is good of one endpoint does not hide what is bad of another. */
    private Decision worstSoFar(Decision decision) {
      return decided.stream()
          .filter(earlier -> earlier.control() == decision.control())
          .reduce(decision, StandingDecisions::worse);
    }

    private void remember(Decision decision, Decision stands) {
      standing.note(stands, streams);
      Listeners.tell(listener, new ControlDecided(decision));
    }

    /**
     * Asks rules about a part of something that is shown later as a whole: only what is violated
     * counts.
     *
     * @param rules which
     * @param facts what they look at
     * @param <F> the kind of facts
     * @return this
     */
    public <F> Inspection ofPart(List<Rule<F>> rules, F facts) {
      return of(
          rules.stream()
              .filter(rule -> rule.evaluate(facts, policy) instanceof Decision.Violated)
              .toList(),
          facts);
    }

    /**
     * Asks rules about something beside what the report is about: what is good of it says nothing.
     *
     * @param rules which
     * @param facts what they look at
     * @param <F> the kind of facts
     * @return this
     */
    public <F> Inspection ofAnother(List<Rule<F>> rules, F facts) {
      return of(
          rules.stream()
              .filter(rule -> !(rule.evaluate(facts, policy) instanceof Decision.Satisfied))
              .toList(),
          facts);
    }

    /**
     * What would be refused.
     *
     * @return empty if nothing
     */
    public List<Violation> refused() {
      return List.copyOf(refused);
    }

    /**
     * What the rules said, also where it is not refused.
     *
     * @return in the order in which they were asked
     */
    public List<Decision> decided() {
      return List.copyOf(decided);
    }

    /**
     * Refuses, if there is anything to refuse.
     *
     * @throws PolicyViolationException with everything that was collected
     */
    public void conclude() {
      if (!refused.isEmpty()) {
        throw new PolicyViolationException(refused);
      }
    }
  }

  /**
   * Where every control stands: the latest decision, or the worst that stands for an open stream.
   *
   * @param insecureOptions the {@code insecurely...} options in use
   * @return the decisions
   */
  public ControlReport report(List<String> insecureOptions) {
    return new ControlReport(
        standing.worst(), List.copyOf(policy.waivers().values()), insecureOptions);
  }

  private static Violation unevaluated(Decision.NotEvaluated open) {
    return new Violation(
        open.control(),
        "policy",
        "not evaluated: " + open.reason(),
        "a control that can be evaluated",
        "mend what is missing, or SecurityPolicy.strict().insecurelyWaive(Control."
            + open.control().name()
            + ", reason, until)");
  }

  private boolean isBlocked(Decision.Violated violated, Severity severity) {
    boolean blocked = severity == Severity.BLOCK && !isWaived(violated.control());
    if (!blocked && severity != Severity.INFORM) {
      LOG.warn("not enforced: {}", violated.violation());
    }
    return blocked;
  }

  private boolean isWaived(Control control) {
    return policy
        .waiverOf(control, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))
        .isPresent();
  }
}
