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
      List.of(new HttpsEndpoint(), new KvsHost());

  /** For what GetDataEndpoint answers. */
  public static final List<Rule<EndpointUse>> DATA_ENDPOINT =
      List.of(new HttpsEndpoint(), new KvsHost(), new DataEndpointJudged());

  /** For the key of a stream, asked for or reported. */
  public static final List<Rule<KeyUse>> KEY = List.of(new CustomerManagedKey(), new KeyInPlace());

  /** For the retention of a stream, asked for or reported. */
  public static final List<Rule<RetentionUse>> RETENTION = List.of(new RetentionBounds());

  /** For a stream as the service reports it. */
  public static final List<Rule<ReportedStream>> REPORTED_STREAM =
      List.of(new StreamArnSane(), new StreamTakesMedia());

  /** For each TLS handshake of an upload, before its first byte. */
  public static final List<Rule<Handshake>> HANDSHAKE =
      List.of(new TlsVersion(), new TlsCipherSuite(), new PeerName());

  /** For each PutMedia request before it is sent. */
  public static final List<Rule<RequestToSend>> REQUEST = List.of(new RequestHeaders());

  /** For the head of each PutMedia response. */
  public static final List<Rule<Answer>> ANSWER = List.of(new AnsweredInTime());

  /** For the acknowledgements of each upload. */
  public static final List<Rule<AcknowledgementStream>> ACKNOWLEDGEMENTS =
      List.of(new AcknowledgementsWellFormed());

  /** For each policy document that the application supplies. */
  public static final List<Rule<PolicyFacts.SuppliedPolicy>> SUPPLIED_POLICY =
      List.of(
          new CurrentPermissionNames(Control.KMS_11), new CurrentPermissionNames(Control.BP_09));

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
            SUPPLIED_POLICY)
        .forEach(rules -> rules.forEach(rule -> controls.add(rule.control())));
    IotRules.ALL.forEach(rules -> rules.forEach(rule -> controls.add(rule.control())));
    return java.util.Collections.unmodifiableSet(controls);
  }
}
