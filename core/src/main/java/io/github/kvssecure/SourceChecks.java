package io.github.kvssecure;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.internal.aws.CredentialSources;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.IdentityFacts;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.internal.session.Principal;
import java.time.Clock;

/** Shows the gate credential sources before they are asked for anything. Thread-safe. */
final class SourceChecks {

  private final CredentialSources sources;
  private final Clock clock;

  /**
   * Checks.
   *
   * @param sources looks for keys and settings
   * @param clock the present
   */
  SourceChecks(CredentialSources sources, Clock clock) {
    this.sources = sources;
    this.clock = clock;
  }

  /** The source of the producer: the report is about it. */
  void producer(CredentialSource source, PolicyGate.Inspection inspection) {
    inspection
        .of(Rules.SOURCE, use(Principal.PRODUCER, source))
        .of(Rules.METADATA, metadata(Principal.PRODUCER, source));
    literal(Principal.PRODUCER, source, inspection);
  }

  /** The source of somebody else: nothing good of it hides what is bad of the producer's. */
  void other(String role, CredentialSource source, PolicyGate.Inspection inspection) {
    inspection
        .ofPart(Rules.SOURCE, use(role, source))
        .ofPart(Rules.METADATA, metadata(role, source));
    literal(role, source, inspection);
  }

  private IdentityFacts.SourceUse use(String role, CredentialSource source) {
    return new IdentityFacts.SourceUse(
        subject(role), source.kind(), sources.longTermKeysOf(source));
  }

  private IdentityFacts.MetadataUse metadata(String role, CredentialSource source) {
    return new IdentityFacts.MetadataUse(subject(role), sources.metadataReader(source));
  }

  private void literal(String role, CredentialSource source, PolicyGate.Inspection inspection) {
    CredentialSources.literalCredentials(source)
        .ifPresent(
            keys ->
                inspection.of(
                    Rules.LITERAL_CREDENTIALS,
                    new Facts.CredentialUse(subject(role), keys, clock.instant())));
  }

  private static String subject(String role) {
    return "credentials of the " + role;
  }
}
