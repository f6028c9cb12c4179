package io.github.kvssecure.internal.session;

import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.KeyFacts;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyUnanswered;
import io.github.kvssecure.internal.gate.rule.KeyFacts.NamedKey;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.DataKeyTrial;
import io.github.kvssecure.spi.KeyRotation;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamSpec;
import java.util.Optional;

/**
 * Shows the gate the key of a stream that exists: what the service reports, beside what was asked
 * for and what KMS says. Thread-safe.
 */
final class KeyInspection {

  private static final String NOT_NEEDED = "not asked: its name is a key ARN already";
  private static final String NO_KEY_ARN = "which key the stream's key name means is not known";

  private final SessionServices services;
  private final Principal producer;
  private final KeyLookups lookups;

  KeyInspection(SessionServices services, Principal producer, KeyLookups lookups) {
    this.services = services;
    this.producer = producer;
    this.lookups = lookups;
  }

  /**
   * The key that is reported.
   *
   * @param description what the service reports
   * @return its name with account and Region, and what KMS says of it; empty if none is reported,
   *     or one of unknown form
   * @throws InterruptedException if interrupted while KMS is asked
   */
  Optional<NamedKey> reported(StreamDescription description) throws InterruptedException {
    Optional<KmsKeyId> name =
        description.kmsKeyId().flatMap(KmsKeyId::parse).map(key -> qualified(key, description));
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(new NamedKey(name.get(), lookups.lookup(name.get())));
  }

  /**
   * The key that was asked for. A short name is read in the account and Region of the stream.
   *
   * @param spec what was asked for
   * @param description what the service reports
   * @return its name with account and Region, and what KMS says of an alias; empty if none was
   *     asked for
   * @throws InterruptedException if interrupted while KMS is asked
   */
  Optional<NamedKey> asked(StreamSpec spec, StreamDescription description)
      throws InterruptedException {
    if (spec.kmsKey().isEmpty()) {
      return Optional.empty();
    }
    KmsKeyId name = qualified(spec.kmsKey().get(), description);
    return Optional.of(
        new NamedKey(
            name,
            name.keyArn().isPresent() ? new KeyUnanswered(NOT_NEEDED) : lookups.lookup(name)));
  }

  private KmsKeyId qualified(KmsKeyId key, StreamDescription description) {
    return StreamArn.parse(description.arn())
        .map(arn -> key.in(services.place().region(), arn.account()))
        .orElse(key);
  }

  /**
   * Judges the key.
   *
   * @param inspection of the whole stream; concluded by the caller
   * @param spec what was asked for
   * @param description what the service reports
   * @param actual the key that is reported
   * @throws InterruptedException if interrupted while KMS is asked
   */
  void judge(
      PolicyGate.Inspection inspection,
      StreamSpec spec,
      StreamDescription description,
      Optional<NamedKey> actual)
      throws InterruptedException {
    inspection
        .of(
            Rules.KEY,
            new Facts.KeyUse(
                spec.name(),
                services.place().region(),
                StreamArn.parse(description.arn()).map(StreamArn::account),
                new Facts.KeyReported(description.kmsKeyId()),
                actual.flatMap(key -> key.lookup().description())))
        .of(
            Rules.KEY_MATCH,
            new KeyFacts.KeyMatch(
                spec.name(), services.place().region(), asked(spec, description), actual));
    if (actual.isPresent() && !actual.get().name().isAwsManagedAlias()) {
      judgeLife(inspection, actual.get());
    }
  }

  private void judgeLife(PolicyGate.Inspection inspection, NamedKey key)
      throws InterruptedException {
    inspection.of(
        Rules.KEY_HEALTH,
        new KeyFacts.KeyHealth(
            key.name(), key.arn(), key.lookup(), services.place().clock().instant()));
    SecurityPolicy policy = services.gate().policy();
    if (policy.includes(Control.KMS_07)) {
      inspection.of(Rules.KEY_DRY_RUN, dryRun(key));
    }
    if (policy.includes(Control.KMS_09)) {
      inspection.of(Rules.KEY_ROTATION, rotation(key));
    }
  }

  private KeyFacts.KeyDryRun dryRun(NamedKey key) throws InterruptedException {
    if (key.arn().isEmpty()) {
      return new KeyFacts.KeyDryRun(key.name(), Optional.empty(), NO_KEY_ARN);
    }
    try {
      DataKeyTrial trial = producer.keys().tryDataKey(key.arn().get());
      return new KeyFacts.KeyDryRun(key.name(), Optional.of(trial), "");
    } catch (ControlPlaneException e) {
      return new KeyFacts.KeyDryRun(key.name(), Optional.empty(), unanswered(e));
    }
  }

  private KeyFacts.KeyRotationStatus rotation(NamedKey key) throws InterruptedException {
    Optional<Principal> auditor = lookups.auditor();
    if (key.arn().isEmpty() || auditor.isEmpty()) {
      return new KeyFacts.KeyRotationStatus(
          key.name(),
          Optional.empty(),
          auditor.isEmpty()
              ? "nobody was named who may describe keys; SecureProducer.Builder.keysDescribedBy does"
              : NO_KEY_ARN);
    }
    try {
      StreamOpener.requireGoodCredentials(services, auditor.get());
      KeyRotation rotation = auditor.get().keys().rotation(key.arn().get());
      return new KeyFacts.KeyRotationStatus(key.name(), Optional.of(rotation), "");
    } catch (ControlPlaneException e) {
      return new KeyFacts.KeyRotationStatus(key.name(), Optional.empty(), unanswered(e));
    }
  }

  private static String unanswered(ControlPlaneException failure) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while KMS was asked");
    }
    return failure.isDenied()
        ? "the call is not allowed to the caller"
        : "KMS was not heard: " + failure.getMessage();
  }
}
