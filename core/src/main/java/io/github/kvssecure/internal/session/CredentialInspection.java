package io.github.kvssecure.internal.session;

import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.IdentityFacts;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.Caller;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.KnownCaller;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.UnknownCaller;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.StreamArn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Shows credentials to the gate before they sign: what they are, where they come from, and whose
 * they are. STS is asked once for each access key; an answer is kept, a failure is not.
 * Thread-safe.
 */
public final class CredentialInspection {

  /** One key an hour for each of a thousand streams; an older answer is simply asked for again. */
  private static final int KEPT_CALLERS = 4096;

  private static final String BASE = "credentials that assume the role";

  /** What STS gives at least. */
  private static final Duration SHORTEST_SESSION = Duration.ofMinutes(15);

  private final PolicyGate gate;
  private final AwsRegion region;
  private final Clock clock;
  private final Function<SessionCredentials, Optional<String>> places;
  private final Map<String, KnownCaller> callers =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, KnownCaller> eldest) {
          return size() > KEPT_CALLERS;
        }
      };

  /**
   * An inspection.
   *
   * @param gate judges
   * @param region where the callers act
   * @param clock the present
   * @param places finds where keys were written down
   */
  public CredentialInspection(
      PolicyGate gate,
      AwsRegion region,
      Clock clock,
      Function<SessionCredentials, Optional<String>> places) {
    this.gate = gate;
    this.region = region;
    this.clock = clock;
    this.places = places;
  }

  /**
   * Requires credentials that the policy admits.
   *
   * @param principal whose
   * @param credentials about to sign
   * @param stream what for, once it is known
   * @throws PolicyViolationException if the policy refuses
   */
  public void require(
      Principal principal, SessionCredentials credentials, Optional<StreamArn> stream) {
    String subject = "credentials of the " + principal.role();
    gate.verification()
        .of(Rules.CREDENTIALS, new Facts.CredentialUse(subject, credentials, clock.instant()))
        .of(
            Rules.SOURCE,
            new IdentityFacts.SourceUse(
                subject, principal.identity().source().kind(), places.apply(credentials)))
        .conclude();
    gate.verification()
        .of(
            Rules.CALLER,
            new IdentityFacts.CallerUse(
                principal.role(),
                caller(principal, credentials),
                credentials,
                new IdentityFacts.Place(region, stream.map(StreamArn::account))))
        .conclude();
  }

  /**
   * Requires credentials that the policy admits, of a stream that is open: a refusal that can be
   * gone by itself must not end it.
   *
   * @param principal whose
   * @param credentials about to sign
   * @param stream what for
   * @throws ControlPlaneException that is retryable, if the policy refuses them for now
   * @throws PolicyViolationException if the policy refuses them, and trying again is pointless
   */
  void requireForNow(Principal principal, SessionCredentials credentials, StreamArn stream) {
    try {
      require(principal, credentials, Optional.of(stream));
    } catch (PolicyViolationException e) {
      if (canPass(e, credentials)) {
        throw new ControlPlaneException("CredentialsRefused", true, String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  /**
   * Requires credentials that may assume a role: they are temporary, nobody wrote them down, and
   * they are themselves of a role. The list of admitted kinds is about the source as a whole.
   *
   * @param source where they come from
   * @param credentials about to sign an AssumeRole call
   * @param sts says whose they are
   * @throws PolicyViolationException if the policy refuses
   * @throws ControlPlaneException if STS does not say; it would not let them assume a role either
   */
  public void requireBase(
      CredentialSource source,
      SessionCredentials credentials,
      Function<SessionCredentials, CallerIdentity> sts) {
    PolicyGate.Inspection inspection =
        gate.verification()
            .of(
                Rules.LITERAL_CREDENTIALS,
                new Facts.CredentialUse(BASE, credentials, clock.instant()));
    places
        .apply(credentials)
        .ifPresent(
            place ->
                inspection.of(
                    Rules.SOURCE,
                    new IdentityFacts.SourceUse(BASE, source.kind(), Optional.of(place))));
    inspection.conclude();
    gate.verification()
        .of(
            Rules.BASE_CALLER,
            new IdentityFacts.CallerUse(
                "base",
                known(credentials, sts),
                credentials,
                new IdentityFacts.Place(region, Optional.empty())))
        .conclude();
  }

  /**
   * Whose credentials these are.
   *
   * @param principal asks STS
   * @param credentials sign the question
   * @return what STS said, now or earlier
   */
  public Caller caller(Principal principal, SessionCredentials credentials) {
    try {
      return known(credentials, principal.controlPlane()::callerIdentity);
    } catch (ControlPlaneException e) {
      return new UnknownCaller("STS did not say who calls: " + e.getMessage());
    }
  }

  private KnownCaller known(
      SessionCredentials credentials, Function<SessionCredentials, CallerIdentity> sts) {
    Optional<KnownCaller> known = known(credentials);
    if (known.isPresent()) {
      return known.get();
    }
    KnownCaller caller = new KnownCaller(sts.apply(credentials), credentials.accessKeyId());
    synchronized (callers) {
      callers.put(credentials.accessKeyId(), caller);
    }
    return caller;
  }

  private Optional<KnownCaller> known(SessionCredentials credentials) {
    synchronized (callers) {
      return Optional.ofNullable(callers.get(credentials.accessKeyId()));
    }
  }

  /** Alive, but not for long: the source keeps them because it failed to renew them so far. */
  private boolean isEnding(SessionCredentials credentials) {
    Instant now = clock.instant();
    return credentials
        .expiration()
        .filter(end -> end.isAfter(now) && end.isBefore(now.plus(SHORTEST_SESSION)))
        .isPresent();
  }

  /**
   * Whether a refusal can be gone at the next attempt although nothing is mended: the credentials
   * are about to be renewed, or STS was not reached.
   */
  private boolean canPass(PolicyViolationException refusal, SessionCredentials credentials) {
    boolean unasked = known(credentials).isEmpty();
    boolean ending = isEnding(credentials);
    return refusal.violations().stream()
        .map(Violation::control)
        .allMatch(
            control ->
                (ending && control == Control.IAM_05)
                    || (unasked
                        && (control == Control.IAM_01
                            || control == Control.IAM_03
                            || control == Control.IAM_04)));
  }
}
