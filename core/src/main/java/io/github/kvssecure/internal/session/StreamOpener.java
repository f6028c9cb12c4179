package io.github.kvssecure.internal.session;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.CreationFacts;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.IdentityFacts;
import io.github.kvssecure.internal.gate.rule.KeyFacts;
import io.github.kvssecure.internal.gate.rule.KeyFacts.NamedKey;
import io.github.kvssecure.internal.gate.rule.ResilienceFacts;
import io.github.kvssecure.internal.gate.rule.ResilienceRules;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.stream.IngestConfigurationException;
import io.github.kvssecure.stream.KeyArn;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamPin;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamStatus;
import java.net.URI;
import java.time.Duration;
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
  private final StreamCreation creation;
  private final KeyInspection keys;
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
   * @param lookups asks KMS about keys
   * @param pause waits between two looks at a stream that is being made
   */
  public StreamOpener(
      SessionServices services, Principals principals, KeyLookups lookups, Pause pause) {
    this.services = services;
    this.principals = principals;
    this.creation = new StreamCreation(services, principals);
    this.keys = new KeyInspection(services, lookups);
    this.pause = pause;
  }

  /**
   * A stream that was verified, and where its media goes.
   *
   * @param spec what was asked for
   * @param description what the service reports, verified
   * @param arn its ARN
   * @param key the key it is encrypted with, where it is reported in a known form
   * @param dataEndpoint where PutMedia goes, judged
   */
  public record VerifiedStream(
      StreamSpec spec,
      StreamDescription description,
      StreamArn arn,
      Optional<NamedKey> key,
      URI dataEndpoint) {

    /** The same stream, whose media goes elsewhere. */
    VerifiedStream at(URI endpoint) {
      return new VerifiedStream(spec, description, arn, key, endpoint);
    }

    /**
     * What to pin this stream to.
     *
     * @return empty if the key's own ARN is not known, or it is in another Region
     */
    public Optional<StreamPin> pin() {
      return key.flatMap(NamedKey::arn)
          .filter(k -> k.region().equals(arn.region()) && k.partition().equals(arn.partition()))
          .map(k -> new StreamPin(arn, k));
    }
  }

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
   * @throws InterruptedException if interrupted while waiting for a new stream or for KMS
   */
  public OpenedStream open(StreamSpec spec) throws InterruptedException {
    admit(spec);
    long begun = services.budgets().nanoTime().getAsLong();
    CallTally calls = new CallTally();
    Found found;
    try (Principal finder = principals.finder(spec.name())) {
      found = find(spec, finder, calls);
    }
    Principal producer = principals.producer(found.arn(), found.exactKey());
    boolean opened = false;
    try {
      awaitTurn(CallBudget.Call.GET_DATA_ENDPOINT, spec);
      URI endpoint = DataEndpoints.ask(services, spec, found.arn(), producer);
      calls.count("kinesisvideo:GetDataEndpoint");
      services
          .gate()
          .verification(spec.name())
          .of(
              ResilienceRules.OPENING_CALLS,
              new ResilienceFacts.OpeningCalls(
                  spec.name(),
                  calls.counts(),
                  Duration.ofNanos(services.budgets().nanoTime().getAsLong() - begun)))
          .conclude();
      opened = true;
      return new OpenedStream(
          new VerifiedStream(spec, found.description(), found.arn(), found.key(), endpoint),
          producer);
    } finally {
      if (!opened) {
        producer.close();
      }
    }
  }

  /** A stream that was found or made, and verified. */
  private record Found(StreamDescription description, StreamArn arn, Optional<NamedKey> key) {

    /** The key itself where it is known, or else what the service calls it. */
    Optional<String> exactKey() {
      return key.flatMap(NamedKey::arn).map(KeyArn::value).or(description::kmsKeyId);
    }
  }

  private Found find(StreamSpec spec, Principal finder, CallTally calls)
      throws InterruptedException {
    CredentialSource source = finder.identity().source();
    PolicyGate.Inspection admission =
        services.gate().admission(spec.name()).of(Rules.PUBLISHED, StreamMetadata.of(spec, source));
    spec.administrator()
        .ifPresent(
            administrator ->
                admission.of(
                    Rules.SEPARATION, new IdentityFacts.Separation(source, administrator)));
    admission.conclude();
    requireGoodCredentials(services, finder);
    awaitTurn(CallBudget.Call.DESCRIBE_STREAM, spec);
    Optional<StreamDescription> found = describe(spec, finder, calls);
    Optional<StreamCreation.Made> made = Optional.empty();
    if (found.isEmpty()) {
      requireNoPin(spec);
      made = creation.create(spec, finder);
    }
    StreamDescription description = awaitReady(spec, found, finder, calls);
    Optional<NamedKey> key = keys.reported(description);
    StreamArn arn = verify(new ToVerify(spec, description, key, made), finder);
    return new Found(description, arn, key);
  }

  private static Optional<StreamDescription> describe(
      StreamSpec spec, Principal finder, CallTally calls) {
    calls.count("kinesisvideo:DescribeStream");
    return finder.controlPlane().describe(spec.name());
  }

  /** Hundreds of streams opened together, or one opened often, must not use up the quotas. */
  private void awaitTurn(CallBudget.Call call, StreamSpec spec) throws InterruptedException {
    Duration wait = services.budgets().calls().reserve(call, spec.name());
    if (!wait.isZero()) {
      pause.rest(wait);
    }
  }

  private void admit(StreamSpec spec) {
    boolean mayCreate = spec.administrator().isPresent();
    PolicyGate.Inspection admission =
        services
            .gate()
            .admission(spec.name())
            .of(
                Rules.KEY,
                new Facts.KeyUse(
                    spec.name(),
                    services.place().region(),
                    Optional.empty(),
                    new Facts.KeyAskedFor(spec.kmsKey(), mayCreate),
                    Optional.empty()))
            .of(Rules.RETENTION, new Facts.RetentionUse(spec.name(), spec.retention(), mayCreate));
    if (mayCreate) {
      creation.admit(spec, admission);
    }
    admission.conclude();
  }

  static void requireGoodCredentials(SessionServices services, Principal principal) {
    services.credentials().require(principal, principal.credentials().resolve(), Optional.empty());
  }

  /** A pinned stream that is missing is not made again: it would be another one. */
  private void requireNoPin(StreamSpec spec) {
    if (spec.pin().isPresent()) {
      services
          .gate()
          .verification(spec.name())
          .of(
              Rules.PIN,
              new KeyFacts.PinnedStream(
                  spec.name(), spec.pin(), Optional.empty(), Optional.empty()))
          .conclude();
    }
  }

  private StreamDescription awaitReady(
      StreamSpec spec, Optional<StreamDescription> found, Principal finder, CallTally calls)
      throws InterruptedException {
    long begun = services.budgets().nanoTime().getAsLong();
    Optional<StreamDescription> latest = found.isPresent() ? found : describe(spec, finder, calls);
    // A stream that was just made may be unknown for a moment; one that was seen may not.
    boolean seen = latest.isPresent();
    while (latest.map(d -> d.status() == StreamStatus.CREATING).orElse(!seen)
        && services.budgets().nanoTime().getAsLong() - begun <= READY_WITHIN.toNanos()) {
      pause.rest(POLL);
      latest = describe(spec, finder, calls);
      seen |= latest.isPresent();
    }
    return latest.orElseThrow(
        () ->
            new IngestConfigurationException(
                "stream " + spec.name() + " was made but cannot be found; open it again"));
  }

  /** What was asked for, what is there, and what was made. */
  private record ToVerify(
      StreamSpec spec,
      StreamDescription description,
      Optional<NamedKey> key,
      Optional<StreamCreation.Made> made) {}

  private StreamArn verify(ToVerify stream, Principal finder) throws InterruptedException {
    StreamSpec spec = stream.spec();
    StreamDescription description = stream.description();
    Optional<NamedKey> key = stream.key();
    Optional<StreamCreation.Made> made = stream.made();
    Optional<StreamArn> arn = StreamArn.parse(description.arn());
    PolicyGate.Inspection inspection =
        services
            .gate()
            .verification(spec.name())
            .of(
                Rules.REPORTED_STREAM,
                new Facts.ReportedStream(spec, description, services.place().region()));
    keys.judge(inspection, stream.spec(), new KeyInspection.Reported(description, key), finder);
    inspection.of(
        Rules.RETENTION,
        new Facts.RetentionUse(spec.name(), Optional.of(description.retention()), false));
    arn.ifPresent(
        a ->
            inspection.of(
                Rules.REGION,
                new Facts.RegionUse(
                    "stream " + spec.name(), a.region(), services.place().region())));
    // Without a pin there is nothing to refuse, but the report says so.
    (spec.pin().isPresent() ? inspection : services.gate().admission(spec.name()))
        .of(
            Rules.PIN,
            new KeyFacts.PinnedStream(spec.name(), spec.pin(), Optional.of(description), key));
    if (made.isPresent()) {
      inspection.of(
          Rules.NEW_STREAM,
          new CreationFacts.NewStream(spec, made.get().arn(), description, made.get().key(), key));
    } else if (spec.administrator().isPresent()) {
      inspection.of(
          Rules.ADOPTION, new CreationFacts.StreamToAdopt(spec.name(), inspection.refused()));
    }
    inspection.conclude();
    return arn.orElseThrow(
        () ->
            new IngestConfigurationException(
                "the service reports no usable ARN for stream " + spec.name()));
  }
}
