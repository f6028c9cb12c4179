package io.github.kvssecure.policy;

import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.Tags;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is refused, what is warned of, and within which bounds. Immutable; start from a preset and
 * derive by copy.
 *
 * <p>Security: a policy governs what this library does in this process. It does not protect against
 * other code in the process, against what the credentials may do elsewhere, nor against a change of
 * the stream by somebody else between two looks at it. Every change to a preset is dated in {@code
 * docs/policy-history.md}.
 */
public final class SecurityPolicy {

  private static final Set<Control> OPTIONAL = Set.of(Control.KMS_07, Control.KMS_09);

  private final String name;
  private final Map<Control, Severity> severities;
  private final Set<Control> mustBeEvaluated;
  private final Map<Control, Waiver> waivers;
  private final Set<AwsRegion> regions;
  private final Set<String> keyAccounts;
  private final KeyApproval approvedKeys;
  private final Set<String> mandatoryTags;
  private final Set<Control> optionalControls;
  private final PolicyDraft.Bounds bounds;
  private final ExpectedIdentity identity;
  private final NetworkPolicy network;

  private SecurityPolicy(PolicyDraft draft) {
    this.name = draft.name;
    this.severities = Collections.unmodifiableMap(new EnumMap<>(draft.severities));
    this.mustBeEvaluated = Collections.unmodifiableSet(draft.mustBeEvaluated);
    this.waivers = Collections.unmodifiableMap(new LinkedHashMap<>(draft.waivers));
    this.regions = Set.copyOf(draft.regions);
    this.keyAccounts = Set.copyOf(draft.keyAccounts);
    this.approvedKeys = draft.approvedKeys;
    this.mandatoryTags = Set.copyOf(draft.mandatoryTags);
    this.optionalControls = Collections.unmodifiableSet(draft.optionalControls);
    this.bounds = draft.bounds;
    this.identity = draft.identity;
    this.network = draft.network;
  }

  private PolicyDraft draft() {
    PolicyDraft draft = new PolicyDraft();
    draft.name = name;
    draft.severities.putAll(severities);
    draft.mustBeEvaluated.addAll(mustBeEvaluated);
    draft.waivers.putAll(waivers);
    draft.regions = regions;
    draft.keyAccounts = keyAccounts;
    draft.approvedKeys = approvedKeys;
    draft.mandatoryTags = mandatoryTags;
    draft.optionalControls.addAll(optionalControls);
    draft.bounds = bounds;
    draft.identity = identity;
    draft.network = network;
    return draft;
  }

  /**
   * The default: every control at its catalogue severity, a customer managed key, media stored for
   * 1 hour to 365 days, credentials that end within 12 hours and say so. What cannot be evaluated
   * is refused.
   *
   * @return the preset
   */
  public static SecurityPolicy strict() {
    return new SecurityPolicy(PolicyDraft.strict());
  }

  /**
   * As {@link #strict}, over {@link NetworkPolicy#fips}: FIPS endpoints and AES-GCM only.
   *
   * <p>That TLS comes from a validated module is not required by this: CMP-04 stays open, and the
   * report says so, unless {@link TlsPolicy#through} names a provider that is known to be in FIPS
   * mode. {@link #requiringEvaluationOf} with {@link Control#CMP_04} refuses what is open.
   *
   * @return the preset
   */
  public static SecurityPolicy fips() {
    return strict().named("fips").withNetwork(NetworkPolicy.fips());
  }

  /**
   * What the AWS guide asks at least: as {@link #strict}, but a stream may use the key that AWS
   * manages, media need not be stored, and credentials need not say when they end; each is warned
   * of.
   *
   * @return the preset
   */
  public static SecurityPolicy baseline() {
    return new SecurityPolicy(PolicyDraft.baseline());
  }

  /**
   * A copy with another name, for logs and reports.
   *
   * @param value not blank
   * @return a new policy
   * @throws IllegalArgumentException if {@code value} is blank
   */
  public SecurityPolicy named(String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a policy needs a name that is not blank");
    }
    PolicyDraft draft = draft();
    draft.name = value;
    return new SecurityPolicy(draft);
  }

  /**
   * A copy that admits these Regions only.
   *
   * @param first a Region
   * @param more further Regions
   * @return a new policy
   */
  public SecurityPolicy inRegions(AwsRegion first, AwsRegion... more) {
    Set<AwsRegion> all = new HashSet<>(List.of(more));
    all.add(first);
    PolicyDraft draft = draft();
    draft.regions = all;
    return new SecurityPolicy(draft);
  }

  /**
   * A copy that admits keys of these accounts beside the stream's own.
   *
   * @param accounts 12 digits each
   * @return a new policy
   * @throws IllegalArgumentException if one is not 12 digits
   */
  public SecurityPolicy withKeysOfAccounts(Set<String> accounts) {
    for (String account : accounts) {
      if (!account.matches("[0-9]{12}")) {
        throw new IllegalArgumentException("an account is 12 digits, found '" + account + "'");
      }
    }
    PolicyDraft draft = draft();
    draft.keyAccounts = accounts;
    return new SecurityPolicy(draft);
  }

  /**
   * A copy that admits these callers and kinds of credential sources only.
   *
   * @param value who may produce
   * @return a new policy
   */
  public SecurityPolicy expecting(ExpectedIdentity value) {
    PolicyDraft draft = draft();
    draft.identity = Objects.requireNonNull(value, "value");
    return new SecurityPolicy(draft);
  }

  /**
   * A copy that admits streams with approved keys only, whatever key the application names.
   *
   * @param approval which keys
   * @return a new policy
   */
  public SecurityPolicy withApprovedKeys(KeyApproval approval) {
    PolicyDraft draft = draft();
    draft.approvedKeys = Objects.requireNonNull(approval, "approval");
    return new SecurityPolicy(draft);
  }

  /**
   * A copy in which a stream that is made must carry these tags.
   *
   * @param keys keys of tags, for example {@code owner}; at most 50
   * @return a new policy
   * @throws IllegalArgumentException if AWS does not admit one as the key of a tag, or there are
   *     too many
   */
  public SecurityPolicy withMandatoryTags(Set<String> keys) {
    keys.forEach(Tags::requireKey);
    if (keys.size() > Tags.MAX_TAGS) {
      throw new IllegalArgumentException("a stream has at most " + Tags.MAX_TAGS + " tags");
    }
    PolicyDraft draft = draft();
    draft.mandatoryTags = keys;
    return new SecurityPolicy(draft);
  }

  /**
   * A copy that also looks at controls that are left out because of the permissions they need:
   * KMS-07 asks KMS for a dry run with the producer's credentials, KMS-09 for the rotation of the
   * key.
   *
   * @param controls {@link Control#KMS_07}, {@link Control#KMS_09}
   * @return a new policy
   * @throws IllegalArgumentException if another control is named
   */
  public SecurityPolicy includingOptional(Set<Control> controls) {
    if (!OPTIONAL.containsAll(controls)) {
      throw new IllegalArgumentException("only " + OPTIONAL + " are optional, found " + controls);
    }
    PolicyDraft draft = draft();
    draft.optionalControls.addAll(controls);
    return new SecurityPolicy(draft);
  }

  /**
   * A copy that refuses where these controls cannot be evaluated; it takes effect for controls that
   * block.
   *
   * @param controls for example {@link Control#KMS_02}, which needs {@code kms:DescribeKey} where a
   *     stream's key is an alias
   * @return a new policy
   */
  public SecurityPolicy requiringEvaluationOf(Set<Control> controls) {
    PolicyDraft draft = draft();
    draft.mustBeEvaluated.addAll(controls);
    return new SecurityPolicy(draft);
  }

  /**
   * A copy with other bounds of retention.
   *
   * @param min the shortest that is admitted
   * @param max the longest that is admitted
   * @return a new policy
   * @throws IllegalArgumentException if {@code min} is longer than {@code max}
   */
  public SecurityPolicy withRetentionBetween(Retention min, Retention max) {
    if (min.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          "the shortest retention (" + min + ") must not exceed the longest (" + max + ")");
    }
    PolicyDraft draft = draft();
    draft.bounds =
        new PolicyDraft.Bounds(
            min, max, bounds.maxCredentialLifetime(), bounds.minCredentialRemaining());
    return new SecurityPolicy(draft);
  }

  /**
   * A copy with other requirements of the way to AWS.
   *
   * @param value which
   * @return a new policy
   */
  public SecurityPolicy withNetwork(NetworkPolicy value) {
    PolicyDraft draft = draft();
    draft.network = Objects.requireNonNull(value, "value");
    return new SecurityPolicy(draft);
  }

  /**
   * A copy in which a control has another severity. Lowering one below {@link Severity#BLOCK} takes
   * a {@link #insecurelyWaive waiver}.
   *
   * @param control which control
   * @param severity the new severity
   * @return a new policy
   * @throws IllegalArgumentException if that would weaken the policy
   */
  public SecurityPolicy raise(Control control, Severity severity) {
    if (severity.compareTo(severityOf(control)) > 0) {
      throw new IllegalArgumentException(
          control
              + " is "
              + severityOf(control)
              + "; to lower it write .insecurelyWaive(Control."
              + control.name()
              + ", reason, until)");
    }
    PolicyDraft draft = draft();
    draft.severities.put(control, severity);
    return new SecurityPolicy(draft);
  }

  /**
   * A copy that does not enforce a control for a while; its violations are still reported.
   *
   * @param control which control
   * @param reason why; at least ten characters
   * @param until the last day it holds, UTC
   * @return a new policy
   * @throws IllegalArgumentException if {@code reason} is too short, or the control is BP-08, which
   *     sees to it that waivers end
   */
  public SecurityPolicy insecurelyWaive(Control control, String reason, LocalDate until) {
    if (control == Control.BP_08) {
      throw new IllegalArgumentException(
          "BP-08 cannot be waived: let the other waivers end within a year, and renew them");
    }
    PolicyDraft draft = draft();
    draft.waivers.put(control, new Waiver(control, reason, until));
    return new SecurityPolicy(draft);
  }

  /**
   * The name of the policy.
   *
   * @return for example {@code strict}
   */
  public String name() {
    return name;
  }

  /**
   * What a violation of a control means.
   *
   * @param control which control
   * @return the severity, waivers not counted
   */
  public Severity severityOf(Control control) {
    return severities.getOrDefault(control, control.defaultSeverity());
  }

  /**
   * Whether a control that cannot be evaluated is refused.
   *
   * @param control which control
   * @return true if it blocks
   */
  public boolean mustBeEvaluated(Control control) {
    return mustBeEvaluated.contains(control) && severityOf(control) == Severity.BLOCK;
  }

  /**
   * The waiver of a control that holds on a day.
   *
   * @param control which control
   * @param day the day, UTC
   * @return the waiver, or empty if there is none or it is over
   */
  public Optional<Waiver> waiverOf(Control control, LocalDate day) {
    return Optional.ofNullable(waivers.get(control)).filter(w -> !day.isAfter(w.until()));
  }

  /**
   * All waivers, also those that are over.
   *
   * @return by control
   */
  public Map<Control, Waiver> waivers() {
    return waivers;
  }

  /**
   * The Regions that are admitted.
   *
   * @return empty means: the Region the producer was built for
   */
  public Set<AwsRegion> regions() {
    return regions;
  }

  /**
   * Accounts whose keys are admitted beside the stream's own.
   *
   * @return 12 digits each
   */
  public Set<String> keyAccounts() {
    return keyAccounts;
  }

  /**
   * Who may produce.
   *
   * @return {@link ExpectedIdentity#ANY} unless set
   */
  public ExpectedIdentity identity() {
    return identity;
  }

  /**
   * Keys that a stream may have.
   *
   * @return the approval
   */
  public KeyApproval approvedKeys() {
    return approvedKeys;
  }

  /**
   * Tags that a stream must carry when it is made.
   *
   * @return keys of tags
   */
  public Set<String> mandatoryTags() {
    return mandatoryTags;
  }

  /**
   * Whether a control that is optional is looked at.
   *
   * @param control which control
   * @return true if the policy includes it
   */
  public boolean includes(Control control) {
    return optionalControls.contains(control);
  }

  /**
   * The shortest retention that is admitted.
   *
   * @return the lower bound, inclusive
   */
  public Retention minRetention() {
    return bounds.minRetention();
  }

  /**
   * The longest retention that is admitted.
   *
   * @return the upper bound, inclusive
   */
  public Retention maxRetention() {
    return bounds.maxRetention();
  }

  /**
   * How far in the future credentials may end.
   *
   * @return the upper bound, inclusive
   */
  public Duration maxCredentialLifetime() {
    return bounds.maxCredentialLifetime();
  }

  /**
   * How long credentials must still live when a connection is made.
   *
   * @return the lower bound, inclusive
   */
  public Duration minCredentialRemaining() {
    return bounds.minCredentialRemaining();
  }

  /**
   * What the way to AWS must be like.
   *
   * @return TLS, endpoints, addresses, proxies
   */
  public NetworkPolicy network() {
    return network;
  }

  /** Which controls must be evaluated. */
  Set<Control> mustBeEvaluated() {
    return mustBeEvaluated;
  }

  /** The severities that were changed. */
  Map<Control, Severity> severities() {
    return severities;
  }

  /** The optional controls that are included. */
  Set<Control> optionalControls() {
    return optionalControls;
  }

  /** Every component; none of them is a secret. */
  @Override
  public String toString() {
    return PolicyInWords.of(this);
  }
}
