package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.identity.IamPolicyDocument;
import io.github.kvssecure.internal.gate.rule.CreationFacts.CreationRequest;
import io.github.kvssecure.internal.gate.rule.CreationFacts.Deletion;
import io.github.kvssecure.internal.gate.rule.CreationFacts.NewStream;
import io.github.kvssecure.internal.gate.rule.CreationFacts.PublishedMetadata;
import io.github.kvssecure.internal.gate.rule.CreationFacts.RetentionUpdate;
import io.github.kvssecure.internal.gate.rule.CreationFacts.StreamToAdopt;
import io.github.kvssecure.internal.gate.rule.CreationFacts.TagsToSet;
import io.github.kvssecure.internal.gate.rule.Facts.AcknowledgementStream;
import io.github.kvssecure.internal.gate.rule.Facts.Answer;
import io.github.kvssecure.internal.gate.rule.Facts.CredentialUse;
import io.github.kvssecure.internal.gate.rule.Facts.EndpointUse;
import io.github.kvssecure.internal.gate.rule.Facts.Handshake;
import io.github.kvssecure.internal.gate.rule.Facts.KeyUse;
import io.github.kvssecure.internal.gate.rule.Facts.RegionUse;
import io.github.kvssecure.internal.gate.rule.Facts.ReportedStream;
import io.github.kvssecure.internal.gate.rule.Facts.RequestToSend;
import io.github.kvssecure.internal.gate.rule.Facts.RetentionUse;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.ActionUse;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.ActionsCalled;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.CallerUse;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.Creation;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.MetadataUse;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.ScopeUse;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.Separation;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.SourceUse;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.StreamAddress;
import io.github.kvssecure.internal.gate.rule.KeyFacts.Acknowledged;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyDryRun;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyHealth;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyMatch;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyRotationStatus;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyToCreateWith;
import io.github.kvssecure.internal.gate.rule.KeyFacts.PinnedStream;
import io.github.kvssecure.internal.gate.rule.NetworkFacts.CallAnswered;
import io.github.kvssecure.internal.gate.rule.NetworkFacts.ClockReading;
import io.github.kvssecure.internal.gate.rule.NetworkFacts.EndpointOverrides;
import io.github.kvssecure.internal.gate.rule.NetworkFacts.ProxyUse;
import io.github.kvssecure.internal.gate.rule.NetworkFacts.SignedHead;
import io.github.kvssecure.internal.gate.rule.NetworkFacts.TlsEnvironment;
import io.github.kvssecure.internal.gate.rule.ProcessFacts.Clients;
import io.github.kvssecure.internal.gate.rule.ProcessFacts.DebugSwitches;
import io.github.kvssecure.internal.gate.rule.ProcessFacts.Exceptions;
import io.github.kvssecure.internal.gate.rule.ProcessFacts.LogTrial;
import io.github.kvssecure.internal.gate.rule.ProcessFacts.SerialisationTrial;
import io.github.kvssecure.internal.gate.rule.WireFacts.ErrorReported;
import io.github.kvssecure.internal.gate.rule.WireFacts.MediaTime;
import io.github.kvssecure.internal.gate.rule.WireFacts.UploadOver;
import io.github.kvssecure.internal.gate.rule.WireFacts.UploadRate;
import io.github.kvssecure.policy.Control;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Every rule, by the facts it looks at. Adding a control means writing its rule and naming it here.
 */
public final class Rules {

  /** For each Region in use. */
  public static final List<Rule<RegionUse>> REGION = List.of(new AdmittedRegion());

  /** For each set of credentials before it signs. */
  public static final List<Rule<CredentialUse>> CREDENTIALS =
      List.of(new TemporaryCredentials(), new BoundedCredentials());

  /** For credentials that are written into the configuration: when they end is not known yet. */
  public static final List<Rule<CredentialUse>> LITERAL_CREDENTIALS =
      List.of(new TemporaryCredentials());

  /** For each credential source, at start and for each set of credentials it gives. */
  public static final List<Rule<SourceUse>> SOURCE = List.of(new AdmittedSource());

  /** For each credential source, at start. */
  public static final List<Rule<MetadataUse>> METADATA = List.of(new MetadataVersion2());

  /** For each access key, once STS was asked whose it is. */
  public static final List<Rule<CallerUse>> CALLER =
      List.of(
          new NotRoot(),
          new RoleSessionOnly(),
          new ExpectedCaller(),
          new SpeakingSessionName(),
          new CallerIsSigner());

  /**
   * For each access key that assumes a role, once STS was asked whose it is. It may well be of
   * another account.
   */
  public static final List<Rule<CallerUse>> BASE_CALLER =
      List.of(new NotRoot(), new RoleSessionOnly());

  /** For each set of credentials that is about to produce to a stream. */
  public static final List<Rule<ScopeUse>> SCOPE = List.of(new NarrowedSession());

  /** For each call that names a stream that was verified before. */
  public static final List<Rule<StreamAddress>> ADDRESS = List.of(new AddressedByArn());

  /** For each call of the control plane before it is made. */
  public static final List<Rule<ActionUse>> ACTION = List.of(new ProducerActionsOnly());

  /** For the calls that a producer made until its stream was open. */
  public static final List<Rule<ActionsCalled>> ACTIONS_CALLED = List.of(new CheckBudget());

  /** For a stream that may be made if it is missing. */
  public static final List<Rule<Separation>> SEPARATION = List.of(new SeparatePrincipals());

  /** For a stream that is about to be made. */
  public static final List<Rule<Creation>> CREATOR = List.of(new CreatedByAnother());

  /** For this build, at start. */
  public static final List<Rule<LogTrial>> LOG_TRIAL = List.of(new LogsHoldNoSecret());

  /** For this build, at start. */
  public static final List<Rule<SerialisationTrial>> SERIALISATION =
      List.of(new SecretsNotSerialised());

  /** For this process, at start. */
  public static final List<Rule<DebugSwitches>> DEBUG_SWITCHES = List.of(new DebugSwitchesOff());

  /** For this process, at start; the rule that asks for more last, so that it is remembered. */
  public static final List<Rule<Clients>> CLIENTS =
      List.of(new NoUnverifyingClient(), new NoOutdatedClient());

  /** For the policy itself, at start. */
  public static final List<Rule<Exceptions>> EXCEPTIONS = List.of(new ExplicitExceptions());

  /** For each endpoint of the control plane. */
  public static final List<Rule<EndpointUse>> ENDPOINT =
      List.of(new HttpsEndpoint(), new KvsHost(), new FipsEndpoint(), new FipsCryptography());

  /** For the endpoints of other services that are called: KMS, STS, AWS IoT. */
  public static final List<Rule<EndpointUse>> SERVICE_ENDPOINT =
      List.of(new FipsEndpoint(), new FipsCryptography());

  /** For what GetDataEndpoint answers. */
  public static final List<Rule<EndpointUse>> DATA_ENDPOINT =
      List.of(
          new HttpsEndpoint(),
          new KvsHost(),
          new DataEndpointJudged(),
          new FipsEndpoint(),
          new FipsCryptography());

  /** For the key of a stream, asked for or reported. */
  public static final List<Rule<KeyUse>> KEY = List.of(new CustomerManagedKey(), new KeyInPlace());

  /** For the retention of a stream, asked for or reported. */
  public static final List<Rule<RetentionUse>> RETENTION =
      List.of(new RetentionBounds(), new MediaStored());

  /** For a stream as the service reports it. */
  public static final List<Rule<ReportedStream>> REPORTED_STREAM =
      List.of(new StreamArnSane(), new StreamTakesMedia());

  /** For each TLS handshake, before the first byte: uploads and control plane alike. */
  public static final List<Rule<Handshake>> HANDSHAKE =
      List.of(
          new TlsVersion(),
          new TlsCipherSuite(),
          new PeerName(),
          new ChainOfAws(),
          new PrivatePath(),
          new ResolvedAddress());

  /**
   * For a handshake of a device with AWS IoT, beside its own rules, which look at the peer: IOT-02
   * holds NET-04 to NET-06, and IOT-03 admits no other anchors than NET-07.
   */
  public static final List<Rule<Handshake>> WAY = List.of(new PrivatePath(), new ResolvedAddress());

  /** For the environment, at start. */
  public static final List<Rule<EndpointOverrides>> ENDPOINT_OVERRIDES =
      List.of(new NoEndpointOverride());

  /** For the answer to a call other than PutMedia. */
  public static final List<Rule<CallAnswered>> CALL = List.of(new NoRedirectedCall());

  /** For the proxy that the environment names, at start. */
  public static final List<Rule<ProxyUse>> PROXY =
      List.of(new NoProxyLoginInTheClear(), new ExpectedProxy());

  /** For the JVM's TLS, at start. */
  public static final List<Rule<TlsEnvironment>> TLS_ENVIRONMENT =
      List.of(new PostQuantumKeyExchange(), new RevocationChecked());

  /**
   * For each answer that says what time it is; the stricter rule last, so that it is remembered.
   */
  public static final List<Rule<ClockReading>> CLOCK = List.of(new ClockUsable(), new ClockRight());

  /** For each signed head of PutMedia before it is sent. */
  public static final List<Rule<SignedHead>> SIGNED_HEAD = List.of(new HeadersSigned());

  /** For each frame that begins a fragment. */
  public static final List<Rule<MediaTime>> MEDIA_TIME =
      List.of(new SaneTimestamp(), new TimecodeFits());

  /** For the rate of each stream. */
  public static final List<Rule<UploadRate>> RATE = List.of(new WithinServiceRate());

  /** For each acknowledgement that reports an error. */
  public static final List<Rule<ErrorReported>> ERROR = List.of(new KnownErrorClass());

  /** For the end of each upload. */
  public static final List<Rule<UploadOver>> UPLOAD_OVER = List.of(new OrderlyEnd());

  /** For each PutMedia request before it is sent. */
  public static final List<Rule<RequestToSend>> REQUEST = List.of(new RequestHeaders());

  /** For the head of each PutMedia response. */
  public static final List<Rule<Answer>> ANSWER = List.of(new AnsweredInTime(), new NoRedirect());

  /** For the acknowledgements of each upload. */
  public static final List<Rule<AcknowledgementStream>> ACKNOWLEDGEMENTS =
      List.of(new AcknowledgementsWellFormed());

  /** For each acknowledgement. */
  public static final List<Rule<Acknowledged>> ACKNOWLEDGED = List.of(new KeyProblemAcknowledged());

  /** For the key of a stream beside the key that was asked for. */
  public static final List<Rule<KeyMatch>> KEY_MATCH = List.of(new ApprovedKey());

  /** For a stream that may be pinned. */
  public static final List<Rule<PinnedStream>> PIN = List.of(new StreamAsPinned());

  /** For the key of an open stream, now and then. */
  public static final List<Rule<KeyHealth>> KEY_HEALTH = List.of(new HealthyKey());

  /** For a dry run, where the policy includes it. */
  public static final List<Rule<KeyDryRun>> KEY_DRY_RUN = List.of(new DataKeyDryRun());

  /** For the rotation of a key, where the policy includes it. */
  public static final List<Rule<KeyRotationStatus>> KEY_ROTATION = List.of(new RotatedKey());

  /** For IAM documents that were given for review. */
  public static final List<Rule<List<IamPolicyDocument>>> IAM_DOCUMENTS =
      List.of(new ObsoletePolicySpelling(), new ExistingPermissions());

  /** For the tags of a stream that is about to be made. */
  public static final List<Rule<TagsToSet>> TAGS = List.of(new MandatoryTags());

  /** For what is written beside the media of each stream. */
  public static final List<Rule<PublishedMetadata>> PUBLISHED = List.of(new MetadataMinimal());

  /** For the key that a stream is about to be made with. */
  public static final List<Rule<KeyToCreateWith>> KEY_TO_CREATE_WITH = List.of(new UsableKey());

  /** For a creation request, after its parts. */
  public static final List<Rule<CreationRequest>> CREATION = List.of(new CreationRequestWhole());

  /** For a stream that was just made. */
  public static final List<Rule<NewStream>> NEW_STREAM = List.of(new NewStreamAsAsked());

  /** For a stream that was to be made and is there already. */
  public static final List<Rule<StreamToAdopt>> ADOPTION = List.of(new StreamAdopted());

  /** For a change of retention. */
  public static final List<Rule<RetentionUpdate>> RETENTION_UPDATE =
      List.of(new RetentionNotReduced());

  /** For a deletion. */
  public static final List<Rule<Deletion>> DELETION = List.of(new DeletionAsSeen());

  private Rules() {}

  /**
   * The controls that have a rule.
   *
   * @return an unmodifiable set in catalogue order
   */
  public static Set<Control> enforced() {
    EnumSet<Control> controls = EnumSet.noneOf(Control.class);
    List.of(
            REGION,
            CREDENTIALS,
            DATA_ENDPOINT,
            KEY,
            RETENTION,
            REPORTED_STREAM,
            HANDSHAKE,
            REQUEST,
            ANSWER,
            ACKNOWLEDGEMENTS,
            SOURCE,
            METADATA,
            CALLER,
            SCOPE,
            ADDRESS,
            ACTION,
            ACTIONS_CALLED,
            SEPARATION,
            CREATOR,
            LOG_TRIAL,
            SERIALISATION,
            DEBUG_SWITCHES,
            CLIENTS,
            EXCEPTIONS,
            ENDPOINT_OVERRIDES,
            PROXY,
            TLS_ENVIRONMENT,
            CALL,
            CLOCK,
            SIGNED_HEAD,
            MEDIA_TIME,
            RATE,
            ERROR,
            UPLOAD_OVER,
            ACKNOWLEDGED,
            KEY_MATCH,
            PIN,
            KEY_HEALTH,
            KEY_DRY_RUN,
            KEY_ROTATION,
            IAM_DOCUMENTS,
            TAGS,
            PUBLISHED,
            KEY_TO_CREATE_WITH,
            CREATION,
            NEW_STREAM,
            ADOPTION,
            RETENTION_UPDATE,
            DELETION)
        .forEach(rules -> rules.forEach(rule -> controls.add(rule.control())));
    IotRules.ALL.forEach(rules -> rules.forEach(rule -> controls.add(rule.control())));
    MediaRules.ALL.forEach(rules -> rules.forEach(rule -> controls.add(rule.control())));
    ResilienceRules.ALL.forEach(rules -> rules.forEach(rule -> controls.add(rule.control())));
    return java.util.Collections.unmodifiableSet(controls);
  }
}
