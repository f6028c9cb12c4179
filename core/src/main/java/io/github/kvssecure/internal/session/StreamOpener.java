package io.github.kvssecure.internal.session;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.stream.IngestConfigurationException;
import io.github.kvssecure.stream.KeyDescription;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamStatus;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * The way of a stream from a wish to something that may be sent to: admit the spec, find or make
 * the stream, verify what the service reports, judge the endpoint. Thread-safe.
 */
public final class StreamOpener {

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);

  private final SessionServices services;
  private final Principal producer;
  private final Function<CredentialSource, Principal> administrators;
  private final Pause pause;

  /** Waits; injected, so that a test need not. */
  @FunctionalInterface
  public interface Pause {
    /**
     * Waits.
     *
     * @param duration how long
     * @throws InterruptedException if interrupted
     */
    void rest(Duration duration) throws InterruptedException;
  }

  /**
   * A way to open streams.
   *
   * @param services shared by all streams
   * @param producer who opens them
   * @param administrators makes the principal that makes a missing stream
   * @param pause waits between two looks at a stream that is being made
   */
  public StreamOpener(
      SessionServices services,
      Principal producer,
      Function<CredentialSource, Principal> administrators,
      Pause pause) {
    this.services = services;
    this.producer = producer;
    this.administrators = administrators;
    this.pause = pause;
  }

  /**
   * A stream that was verified, and where its media goes.
   *
   * @param spec what was asked for
   * @param description what the service reports, verified
   * @param arn its ARN
   * @param dataEndpoint where PutMedia goes, judged
   */
  public record VerifiedStream(
      StreamSpec spec, StreamDescription description, StreamArn arn, URI dataEndpoint) {}

  /**
   * Finds or makes a stream, and verifies it.
   *
   * @param spec what is asked for
   * @return what may be sent to
   * @throws PolicyViolationException if the policy refuses
   * @throws IngestConfigurationException if the stream is missing and nobody was named to make it
   * @throws InterruptedException if interrupted while waiting for a new stream
   */
  public VerifiedStream open(StreamSpec spec) throws InterruptedException {
    boolean mayCreate = spec.administrator().isPresent();
    services
        .gate()
        .admission()
        .of(Rules.KEY, askedKey(spec, mayCreate, Optional.empty()))
        .of(Rules.RETENTION, new Facts.RetentionUse(spec.name(), spec.retention(), mayCreate))
        .conclude();
    requireGoodCredentials(producer);
    Optional<StreamDescription> found = producer.controlPlane().describe(spec.name());
    if (found.isEmpty()) {
      create(spec);
    }
    StreamDescription description = awaitReady(spec, found);
    StreamArn arn = verify(spec, description);
    URI endpoint = producer.controlPlane().dataEndpoint(arn);
    services
        .gate()
        .verification()
        .of(
            Rules.DATA_ENDPOINT,
            new Facts.EndpointUse(
                "data endpoint of stream " + spec.name(),
                endpoint,
                services.place().region(),
                services.place().loopback()))
        .conclude();
    return new VerifiedStream(spec, description, arn, endpoint);
  }

  private void requireGoodCredentials(Principal principal) {
    requireGoodCredentials(services, principal.role(), principal.credentials().resolve());
  }

  static void requireGoodCredentials(
      SessionServices services, String role, SessionCredentials credentials) {
    services
        .gate()
        .verification()
        .of(
            Rules.CREDENTIALS,
            new Facts.CredentialUse(
                "credentials of the " + role, credentials, services.place().clock().instant()))
        .conclude();
  }

  private void create(StreamSpec spec) {
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
    try (Principal administrator = administrators.apply(source)) {
      requireGoodCredentials(administrator);
      KmsKeyId key = spec.kmsKey().orElse(null);
      if (key != null && !key.isAwsManagedAlias()) {
        services
            .gate()
            .admission()
            .of(Rules.KEY, askedKey(spec, true, administrator.keys().describe(key)))
            .conclude();
      }
      // Somebody else may have made it in the meantime: it is verified like any other.
      administrator
          .controlPlane()
          .create(spec)
          .ifPresent(arn -> services.tell(new IngestEvent.StreamCreated(arn)));
    }
  }

  private Facts.KeyUse askedKey(
      StreamSpec spec, boolean creating, Optional<KeyDescription> description) {
    return new Facts.KeyUse(
        spec.name(),
        services.place().region(),
        Optional.empty(),
        new Facts.KeyAskedFor(spec.kmsKey(), creating),
        description);
  }

  private StreamDescription awaitReady(StreamSpec spec, Optional<StreamDescription> found)
      throws InterruptedException {
    Instant deadline = services.place().clock().instant().plus(READY_WITHIN);
    StreamDescription latest = found.orElseGet(() -> describeMade(spec));
    while (latest.status() == StreamStatus.CREATING
        && !services.place().clock().instant().isAfter(deadline)) {
      pause.rest(POLL);
      latest = describeMade(spec);
    }
    return latest;
  }

  private StreamDescription describeMade(StreamSpec spec) {
    return producer
        .controlPlane()
        .describe(spec.name())
        .orElseThrow(
            () ->
                new IngestConfigurationException(
                    "stream " + spec.name() + " was made but cannot be found; open it again"));
  }

  private StreamArn verify(StreamSpec spec, StreamDescription description) {
    Facts.ReportedStream reported =
        new Facts.ReportedStream(spec, description, services.place().region());
    Optional<StreamArn> arn = StreamArn.parse(description.arn());
    PolicyGate.Inspection inspection =
        services
            .gate()
            .verification()
            .of(Rules.REPORTED_STREAM, reported)
            .of(
                Rules.KEY,
                new Facts.KeyUse(
                    spec.name(),
                    services.place().region(),
                    arn.map(StreamArn::account),
                    new Facts.KeyReported(description.kmsKeyId()),
                    Optional.empty()))
            .of(
                Rules.RETENTION,
                new Facts.RetentionUse(spec.name(), Optional.of(description.retention()), false));
    arn.ifPresent(
        a ->
            inspection.of(
                Rules.REGION,
                new Facts.RegionUse(
                    "stream " + spec.name(), a.region(), services.place().region())));
    inspection.conclude();
    return arn.orElseThrow(
        () ->
            new IngestConfigurationException(
                "the service reports no usable ARN for stream " + spec.name()));
  }
}
