package io.github.kvssecure.internal.session;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.IdentityFacts;
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

/**
 * The way of a stream from a wish to something that may be sent to: admit the spec, find or make
 * the stream, verify what the service reports, judge the endpoint. Thread-safe.
 */
public final class StreamOpener {

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);

  private final SessionServices services;
  private final Principals principals;
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
   * @param principals who looks for streams, makes them and sends to them
   * @param pause waits between two looks at a stream that is being made
   */
  public StreamOpener(SessionServices services, Principals principals, Pause pause) {
    this.services = services;
    this.principals = principals;
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
   * A verified stream and who sends to it.
   *
   * @param stream what was verified
   * @param producer to be closed with the stream
   */
  public record OpenedStream(VerifiedStream stream, Principal producer) {}

  /**
   * Finds or makes a stream, and verifies it.
   *
   * @param spec what is asked for
   * @return what may be sent to
   * @throws PolicyViolationException if the policy refuses
   * @throws IngestConfigurationException if the stream is missing and nobody was named to make it
   * @throws InterruptedException if interrupted while waiting for a new stream
   */
  public OpenedStream open(StreamSpec spec) throws InterruptedException {
    boolean mayCreate = spec.administrator().isPresent();
    services
        .gate()
        .admission()
        .of(Rules.KEY, askedKey(spec, mayCreate, Optional.empty()))
        .of(Rules.RETENTION, new Facts.RetentionUse(spec.name(), spec.retention(), mayCreate))
        .conclude();
    StreamDescription description;
    try (Principal finder = principals.finder(spec.name())) {
      spec.administrator()
          .ifPresent(
              administrator ->
                  services
                      .gate()
                      .admission()
                      .of(
                          Rules.SEPARATION,
                          new IdentityFacts.Separation(finder.identity().source(), administrator))
                      .conclude());
      description = find(spec, finder);
    }
    StreamArn arn = verify(spec, description);
    Principal producer = principals.producer(arn, description.kmsKeyId());
    boolean opened = false;
    try {
      VerifiedStream stream =
          new VerifiedStream(spec, description, arn, dataEndpoint(spec, arn, producer));
      opened = true;
      return new OpenedStream(stream, producer);
    } finally {
      if (!opened) {
        producer.close();
      }
    }
  }

  private StreamDescription find(StreamSpec spec, Principal finder) throws InterruptedException {
    services.credentials().require(finder, finder.credentials().resolve(), Optional.empty());
    Optional<StreamDescription> found = finder.controlPlane().describe(spec.name());
    if (found.isEmpty()) {
      create(spec, finder);
    }
    return awaitReady(spec, found, finder);
  }

  private URI dataEndpoint(StreamSpec spec, StreamArn arn, Principal producer) {
    requireProducing(producer, arn);
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
        .of(
            Rules.ACTIONS_CALLED,
            new IdentityFacts.ActionsCalled(producer.identity().calls().counts()))
        .conclude();
    return endpoint;
  }

  private void requireProducing(Principal producer, StreamArn arn) {
    SessionCredentials credentials = producer.credentials().resolve();
    services.credentials().require(producer, credentials, Optional.of(arn));
    services
        .gate()
        .verification()
        .of(Rules.SCOPE, new IdentityFacts.ScopeUse(arn, credentials))
        .conclude();
  }

  private void create(StreamSpec spec, Principal finder) {
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
      services
          .gate()
          .admission()
          .of(
              Rules.CREATION,
              new IdentityFacts.Creation(
                  services.credentials().caller(finder, finder.credentials().resolve()),
                  services.credentials().caller(administrator, credentials)))
          .conclude();
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

  private StreamDescription awaitReady(
      StreamSpec spec, Optional<StreamDescription> found, Principal finder)
      throws InterruptedException {
    Instant deadline = services.place().clock().instant().plus(READY_WITHIN);
    StreamDescription latest = found.orElseGet(() -> describeMade(spec, finder));
    while (latest.status() == StreamStatus.CREATING
        && !services.place().clock().instant().isAfter(deadline)) {
      pause.rest(POLL);
      latest = describeMade(spec, finder);
    }
    return latest;
  }

  private static StreamDescription describeMade(StreamSpec spec, Principal finder) {
    return finder
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
