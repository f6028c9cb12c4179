package io.github.kvssecure.internal.gate.rule;

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
import io.github.kvssecure.internal.gate.rule.NetworkFacts.ClockReading;
import io.github.kvssecure.internal.gate.rule.NetworkFacts.EndpointOverrides;
import io.github.kvssecure.internal.gate.rule.NetworkFacts.ProxyUse;
import io.github.kvssecure.internal.gate.rule.NetworkFacts.SignedHead;
import io.github.kvssecure.internal.gate.rule.NetworkFacts.TlsEnvironment;
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

  /** For each endpoint of the control plane. */
  public static final List<Rule<EndpointUse>> ENDPOINT =
      List.of(new HttpsEndpoint(), new KvsHost(), new FipsEndpoint(), new FipsCryptography());

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
  public static final List<Rule<RetentionUse>> RETENTION = List.of(new RetentionBounds());

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

  /** For the environment, at start. */
  public static final List<Rule<EndpointOverrides>> ENDPOINT_OVERRIDES =
      List.of(new NoEndpointOverride());

  /** For the proxy that the environment names, at start. */
  public static final List<Rule<ProxyUse>> PROXY = List.of(new ExpectedProxy());

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
            ENDPOINT_OVERRIDES,
            PROXY,
            TLS_ENVIRONMENT,
            CLOCK,
            SIGNED_HEAD,
            MEDIA_TIME,
            RATE,
            ERROR,
            UPLOAD_OVER)
        .forEach(rules -> rules.forEach(rule -> controls.add(rule.control())));
    return java.util.Collections.unmodifiableSet(controls);
  }
}
