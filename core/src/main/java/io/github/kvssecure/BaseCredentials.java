package io.github.kvssecure;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.aws.CredentialResolver;
import io.github.kvssecure.internal.aws.CredentialSources;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.IdentityFacts;
import io.github.kvssecure.internal.gate.rule.Rules;
import java.time.Clock;

/**
 * Shows the gate the credentials that assume a role: they must be temporary, and nobody may have
 * written them down. The list of admitted kinds is about the source as a whole. Thread-safe.
 */
final class BaseCredentials implements CredentialResolver.BaseJudge {

  private static final String SUBJECT = "credentials that assume the role";

  private final PolicyGate gate;
  private final Clock clock;
  private final CredentialSources sources;

  /**
   * A judge.
   *
   * @param gate judges
   * @param clock the present
   * @param sources finds where keys were written down
   */
  BaseCredentials(PolicyGate gate, Clock clock, CredentialSources sources) {
    this.gate = gate;
    this.clock = clock;
    this.sources = sources;
  }

  @Override
  public void require(CredentialSource source, SessionCredentials credentials) {
    PolicyGate.Inspection inspection =
        gate.verification()
            .of(
                Rules.LITERAL_CREDENTIALS,
                new Facts.CredentialUse(SUBJECT, credentials, clock.instant()));
    sources
        .placeOf(credentials)
        .ifPresent(
            place ->
                inspection.of(
                    Rules.SOURCE,
                    new IdentityFacts.SourceUse(
                        SUBJECT, source.kind(), java.util.Optional.of(place))));
    inspection.conclude();
  }
}
