package io.github.kvssecure;

import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.CreationFacts;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.internal.session.Principal;
import io.github.kvssecure.internal.session.SessionServices;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.stream.IngestConfigurationException;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.RetentionChange;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamVersion;
import java.util.Optional;

/**
 * The two changes of a stream that can lose media, guarded: shortening its retention, and deleting
 * it. Thread-safe. Acts with an administrator's credentials; a producer needs neither permission.
 *
 * <p>Security: guards against mistakes of the caller. Whoever has the credentials can make the same
 * calls without this library; IAM decides that.
 */
public final class StreamAdministration implements AutoCloseable {

  private final SessionServices services;
  private final Principal administrator;

  StreamAdministration(SessionServices services, Principal administrator) {
    this.services = services;
    this.administrator = administrator;
  }

  /**
   * What the service reports about a stream.
   *
   * @param name which
   * @return its description, or empty if there is no such stream
   * @throws PolicyViolationException if the policy refuses the credentials
   * @throws IngestConfigurationException if the service reports a stream of another name
   * @throws ControlPlaneException if the service refuses or cannot be reached
   */
  public Optional<StreamDescription> describe(StreamName name) {
    requireGoodCredentials();
    Optional<StreamDescription> found = administrator.controlPlane().describe(name);
    found.flatMap(stream -> StreamArn.parse(stream.arn())).ifPresent(arn -> requireName(arn, name));
    return found;
  }

  private static void requireName(StreamArn reported, StreamName asked) {
    if (!reported.name().equals(asked)) {
      throw new IngestConfigurationException(
          "asked for stream "
              + asked
              + ", the service reports "
              + reported
              + "; nothing was changed: find out who answers for KVS here");
    }
  }

  /**
   * Changes how long a stream keeps media, from what the service reports now. Does nothing if that
   * is what is wanted.
   *
   * @param name which
   * @param wanted the new retention
   * @throws PolicyViolationException if the policy refuses: CP-04 a decrease below its bounds,
   *     CMP-02 whatever is outside them
   * @throws IngestConfigurationException if there is no such stream, or one of another name is
   *     reported
   * @throws ControlPlaneException if the service refuses, also because somebody else has just
   *     changed the stream, or cannot be reached
   */
  public void retain(StreamName name, Retention wanted) {
    StreamDescription present =
        describe(name)
            .orElseThrow(() -> new IngestConfigurationException("there is no stream " + name));
    RetentionChange change = new RetentionChange(present.retention(), wanted);
    services
        .gate()
        .verification()
        .of(Rules.RETENTION_UPDATE, new CreationFacts.RetentionUpdate(name, change))
        .of(Rules.RETENTION, new Facts.RetentionUse(name, Optional.of(wanted), true))
        .conclude();
    if (change.hours() != 0) {
      administrator.controlPlane().changeRetention(arn(present), version(present), change);
    }
  }

  /**
   * Deletes a stream and everything stored in it, provided that it is still what was looked at.
   *
   * @param seen what {@link #describe} gave, after somebody looked at it
   * @throws PolicyViolationException with CP-05 if the stream was changed, deleted or made again
   *     since
   * @throws ControlPlaneException if the service refuses, also because somebody else has just
   *     changed the stream, or cannot be reached
   */
  public void delete(StreamDescription seen) {
    requireGoodCredentials();
    PolicyGate.Inspection inspection = services.gate().verification();
    Optional<StreamDescription> present =
        StreamArn.parse(seen.arn())
            .flatMap(arn -> administrator.controlPlane().describe(arn.name()));
    inspection.of(Rules.DELETION, new CreationFacts.Deletion(seen, present)).conclude();
    administrator.controlPlane().delete(arn(seen), version(seen));
  }

  private void requireGoodCredentials() {
    services
        .credentials()
        .require(administrator, administrator.credentials().resolve(), Optional.empty());
  }

  private static StreamArn arn(StreamDescription description) {
    return StreamArn.parse(description.arn())
        .orElseThrow(
            () -> new IngestConfigurationException("the service reports no usable stream ARN"));
  }

  private static StreamVersion version(StreamDescription description) {
    return description
        .version()
        .orElseThrow(
            () -> new IngestConfigurationException("the service reports no version of the stream"));
  }

  /** Frees the clients. Safe to call twice. */
  @Override
  public void close() {
    administrator.close();
  }
}
