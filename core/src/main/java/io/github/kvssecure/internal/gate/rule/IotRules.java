package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.Facts.EndpointUse;
import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceCall;
import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceConnection;
import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceFiles;
import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceKeyPair;
import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceRefusals;
import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceRole;
import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceSession;
import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceStream;
import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceTrust;
import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceUploads;
import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceValidity;
import java.util.List;

/** The rules about devices of AWS IoT, by the facts they look at. */
public final class IotRules {

  /** For the endpoint of the credentials provider. */
  public static final List<Rule<EndpointUse>> ENDPOINT = List.of(new CredentialsEndpointShape());

  /** For the authorities that a device trusts. */
  public static final List<Rule<DeviceTrust>> TRUST = List.of(new AwsRootsOnly());

  /** For the files of a device's key, each time they are read. */
  public static final List<Rule<DeviceFiles>> FILES = List.of(new PrivateFiles());

  /** For a key and its certificate, each time they are read. */
  public static final List<Rule<DeviceKeyPair>> KEY_PAIR = List.of(new StrongMatchingKey());

  /** For a certificate, each time it is read. */
  public static final List<Rule<DeviceValidity>> VALIDITY = List.of(new CertificateValidity());

  /** For each stream that a device opens. */
  public static final List<Rule<DeviceStream>> STREAM = List.of(new OwnStream());

  /** For each connection to the credentials provider, before its first byte. */
  public static final List<Rule<DeviceConnection>> CONNECTION = List.of(new MutualTls());

  /** For each set of credentials that the provider gives. */
  public static final List<Rule<DeviceSession>> SESSION = List.of(new DeviceSessionBounded());

  /** For the role behind them. */
  public static final List<Rule<DeviceRole>> ROLE = List.of(new ExpectedRole());

  /** For each answer of the credentials provider. */
  public static final List<Rule<DeviceRefusals>> REFUSALS = List.of(new RefusedDevicePauses());

  /** For each upload of a device that ended. */
  public static final List<Rule<DeviceUploads>> UPLOADS = List.of(new OneIdentityOnePlace());

  /** Before each call of the credentials provider. */
  public static final List<Rule<DeviceCall>> CALL = List.of(new UnloggedCredentialsCall());

  /** All of them. */
  static final List<List<? extends Rule<?>>> ALL =
      List.of(
          ENDPOINT,
          TRUST,
          FILES,
          KEY_PAIR,
          VALIDITY,
          STREAM,
          CONNECTION,
          SESSION,
          ROLE,
          REFUSALS,
          UPLOADS,
          CALL);

  private IotRules() {}
}
