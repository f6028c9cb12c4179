package io.github.kvssecure.internal.session;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.CreationFacts;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.IdentityFacts;
import io.github.kvssecure.internal.gate.rule.KeyFacts;
import io.github.kvssecure.internal.gate.rule.KeyFacts.NamedKey;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.stream.IngestConfigurationException;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamSpec;
import java.util.Optional;

/**
 * Makes a missing stream, with the credentials of an administrator and only after every part of the
 * request has passed: CreateStream itself takes a key that does not exist. Thread-safe.
 */
final class StreamCreation {

  /** What KVS uses where no key is named. */
  private static final KmsKeyId MANAGED_BY_AWS = KmsKeyId.of("alias/aws/kinesisvideo");

  private final SessionServices services;
  private final Principals principals;

  StreamCreation(SessionServices services, Principals principals) {
    this.services = services;
    this.principals = principals;
  }

  /**
   * What a stream was made with.
   *
   * @param arn of the stream that was made, as CreateStream said
   * @param key the key that was asked for, as the administrator sees it; empty if none was
   */
  record Made(StreamArn arn, Optional<NamedKey> key) {}

  /**
   * Judges what can be judged before anybody is asked.
   *
   * @param spec what is asked for
   * @param inspection has judged key and retention already; concluded by the caller
   */
  void admit(StreamSpec spec, PolicyGate.Inspection inspection) {
    inspection
        .of(Rules.TAGS, new CreationFacts.TagsToSet(spec.name(), spec.tags()))
        .of(
            Rules.REGION,
            new Facts.RegionUse(
                "new stream " + spec.name(),
                services.place().region().id(),
                services.place().region()));
    whole(spec, inspection);
  }

  private static void whole(StreamSpec spec, PolicyGate.Inspection inspection) {
    inspection.of(
        Rules.CREATION,
        new CreationFacts.CreationRequest(
            spec,
            inspection.decided().stream().map(Decision::control).distinct().toList(),
            inspection.refused()));
  }

  /**
   * Makes the stream; it is not ready yet when this returns.
   *
   * @param spec what is asked for, admitted
   * @param finder who did not find it
   * @return what it was made with; empty if there is a stream of this name already
   * @throws io.github.kvssecure.policy.PolicyViolationException if the policy refuses
   * @throws IngestConfigurationException if nobody was named to make it
   * @throws InterruptedException if interrupted while KMS is asked
   */
  Optional<Made> create(StreamSpec spec, Principal finder) throws InterruptedException {
    CredentialSource source =
        spec.administrator()
            .orElseThrow(
                () ->
                    new IngestConfigurationException(
                        "stream "
                            + spec.name()
                            + " does not exist in "
                            + services.place().region()
                            + "; make it beforehand, or name who may make it:"
                            + " .createIfMissing(administratorCredentialSource)"));
    try (Principal administrator = principals.administrator(source)) {
      SessionCredentials credentials = administrator.credentials().resolve();
      services.credentials().require(administrator, credentials, Optional.empty());
      requireAnother(finder, administrator, credentials);
      String account = administrator.controlPlane().callerIdentity(credentials).account();
      NamedKey key = key(spec, administrator, account);
      judge(spec, account, key);
      return administrator
          .controlPlane()
          .create(spec)
          .map(
              arn -> {
                services.tell(new IngestEvent.StreamCreated(arn));
                return new Made(arn, spec.kmsKey().map(unused -> key));
              });
    }
  }

  private void requireAnother(
      Principal finder, Principal administrator, SessionCredentials credentials) {
    services
        .gate()
        .admission()
        .of(
            Rules.CREATOR,
            new IdentityFacts.Creation(
                services.credentials().caller(finder, finder.credentials().resolve()),
                services.credentials().caller(administrator, credentials)))
        .conclude();
  }

  private NamedKey key(StreamSpec spec, Principal administrator, String account)
      throws InterruptedException {
    KmsKeyId name = spec.kmsKey().orElse(MANAGED_BY_AWS).in(services.place().region(), account);
    return new NamedKey(name, KeyLookups.ask(administrator.keys(), name));
  }

  private void judge(StreamSpec spec, String account, NamedKey key) {
    PolicyGate.Inspection inspection =
        services
            .gate()
            .verification(spec.name())
            .of(
                Rules.KEY,
                new Facts.KeyUse(
                    spec.name(),
                    services.place().region(),
                    Optional.of(account),
                    new Facts.KeyAskedFor(spec.kmsKey(), true),
                    key.lookup().description()))
            .of(
                Rules.KEY_MATCH,
                new KeyFacts.KeyMatch(
                    spec.name(),
                    services.place().region(),
                    spec.kmsKey().map(unused -> key),
                    Optional.of(key)))
            .of(Rules.KEY_TO_CREATE_WITH, new KeyFacts.KeyToCreateWith(spec.name(), key));
    whole(spec, inspection);
    inspection.conclude();
  }
}
