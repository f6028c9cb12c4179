package io.github.kvssecure.internal.iot;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.event.IngestEvent.ConnectionMade;
import io.github.kvssecure.event.IngestEvent.ConnectionPurpose;
import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.identity.CredentialSource.IotCertificate;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.identity.ThingName;
import io.github.kvssecure.internal.files.FileStates;
import io.github.kvssecure.internal.gate.PolicyGate.Inspection;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.FileFacts.FileState;
import io.github.kvssecure.internal.gate.rule.IotFacts;
import io.github.kvssecure.internal.gate.rule.IotRules;
import io.github.kvssecure.internal.gate.rule.NetworkFacts;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.stream.StreamName;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Shows the gate everything about one device. Thread-safe. */
public final class DeviceGuard {

  /** System properties that make the JDK write out the plain text of TLS. */
  private static final List<String> LEAKING_SWITCHES = List.of("javax.net.debug");

  private final IotCertificate source;
  private final DeviceSurroundings surroundings;

  /**
   * A guard of one device.
   *
   * @param source the device and its endpoint
   * @param surroundings what devices share
   */
  public DeviceGuard(IotCertificate source, DeviceSurroundings surroundings) {
    this.source = source;
    this.surroundings = surroundings;
  }

  /**
   * Looks at everything that needs no network: endpoint, trust, files, key, certificate.
   *
   * @param inspection collects what is refused
   * @throws io.github.kvssecure.stream.IngestConfigurationException if the key cannot be used
   */
  public void inspect(Inspection inspection) {
    List<FileState> files = look(inspection);
    inspection.of(Rules.SERVICE_ENDPOINT, endpoint());
    // A key whose files are refused is not read.
    if (inspection.refused().isEmpty()) {
      judge(inspection, load(files));
    }
    if (source.expectedRole().isEmpty()) {
      inspection.ofWhatStays(
          IotRules.ROLE, new IotFacts.DeviceRole(thing(), Optional.empty(), Optional.empty()));
    }
  }

  /**
   * The device's key, after it was judged.
   *
   * @return the key as it is now
   * @throws PolicyViolationException if the policy refuses it
   * @throws io.github.kvssecure.stream.IngestConfigurationException if it cannot be used
   */
  LoadedKey admittedKey() {
    Inspection inspection = surroundings.gate().verification();
    List<FileState> files = look(inspection);
    inspection.conclude();
    LoadedKey key = load(files);
    Inspection ofKey = surroundings.gate().verification();
    judge(ofKey, key);
    ofKey.conclude();
    return key;
  }

  /** Links that nobody refused are followed; one that was put there since is not. */
  private LoadedKey load(List<FileState> files) {
    return files.stream().anyMatch(file -> file.kind() == FileState.Kind.SYMBOLIC_LINK)
        ? DeviceKeys.loadThroughLinks(source.device().key())
        : DeviceKeys.load(source.device().key());
  }

  private List<FileState> look(Inspection inspection) {
    List<FileState> files = KeyFiles.of(source.device().key());
    inspection
        .of(
            IotRules.CALL,
            new IotFacts.DeviceCall(
                thing(),
                LEAKING_SWITCHES.stream().filter(s -> System.getProperty(s) != null).toList()))
        .of(IotRules.ENDPOINT, endpoint())
        .of(
            IotRules.TRUST,
            new IotFacts.DeviceTrust(
                thing(), surroundings.anchors(), surroundings.region(), surroundings.loopback()))
        .of(IotRules.FILES, new IotFacts.DeviceFiles(thing(), files, FileStates.processOwner()));
    return files;
  }

  private Facts.EndpointUse endpoint() {
    return new Facts.EndpointUse(
        "credentials endpoint of device " + thing(),
        source.endpoint().uri(),
        surroundings.region(),
        surroundings.loopback());
  }

  private void judge(Inspection inspection, LoadedKey key) {
    X509Certificate certificate = key.certificate();
    inspection
        .of(IotRules.KEY_PAIR, key.keyPair(thing()))
        .of(
            IotRules.VALIDITY,
            new IotFacts.DeviceValidity(
                thing(),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                surroundings.clock().instant()));
  }

  /**
   * Admits a stream that is about to be opened.
   *
   * @param stream its name
   * @throws PolicyViolationException if it is not the device's own, or the key is refused
   * @throws io.github.kvssecure.stream.IngestConfigurationException if the key cannot be used
   */
  public void admit(StreamName stream) {
    LoadedKey key = admittedKey();
    surroundings
        .gate()
        .verification()
        .of(
            IotRules.STREAM,
            new IotFacts.DeviceStream(
                thing(), source.device().binding(), key.certificateId(), stream))
        .conclude();
  }

  /** Verifies a connection to the credentials provider. */
  void verify(ConnectionEvidence evidence, boolean certificateAskedFor) {
    Facts.HandshakeDone done = new Facts.HandshakeDone(evidence);
    surroundings
        .gate()
        .verification(
            new ConnectionMade(ConnectionPurpose.DEVICE_CREDENTIALS, Optional.empty(), evidence))
        .of(IotRules.CONNECTION, new IotFacts.DeviceConnection(host(), done, certificateAskedFor))
        .of(Rules.WAY, done)
        .conclude();
  }

  /** Tells of a handshake that failed; throws if that is a matter of security. */
  void handshakeFailed(Failure failure, String message) {
    surroundings
        .gate()
        .admission()
        .of(
            IotRules.CONNECTION,
            new IotFacts.DeviceConnection(
                host(), new Facts.HandshakeFailed(host(), failure, message), false))
        .conclude();
  }

  /**
   * Verifies how the provider answered.
   *
   * @param status of HTTP
   * @param theirs what time it is there, if it says so
   */
  void answered(int status, Optional<Instant> theirs) {
    Inspection inspection =
        surroundings
            .gate()
            .verification()
            .of(Rules.CALL, new NetworkFacts.CallAnswered(host(), status));
    theirs.ifPresent(
        time ->
            inspection.of(
                Rules.CLOCK,
                new NetworkFacts.ClockReading(
                    host(), Duration.between(time, surroundings.clock().instant()))));
    inspection.conclude();
  }

  /** Verifies what the provider gave. */
  void verify(SessionCredentials credentials, Instant now) {
    surroundings
        .gate()
        .verification()
        .of(IotRules.SESSION, new IotFacts.DeviceSession(thing(), credentials, now))
        .conclude();
  }

  /** Verifies the role behind it. */
  void verify(Optional<CallerIdentity> caller) {
    surroundings
        .gate()
        .verification()
        .of(IotRules.ROLE, new IotFacts.DeviceRole(thing(), source.expectedRole(), caller))
        .conclude();
  }

  /** Tells how often in a row the provider refused; throws if that locks the device out. */
  void refusals(int count, int limit, String latest) {
    surroundings
        .gate()
        .verification()
        .of(IotRules.REFUSALS, new IotFacts.DeviceRefusals(thing(), count, limit, latest))
        .conclude();
  }

  /**
   * Tells how many uploads in a row ended because of another one.
   *
   * @param stream of which stream
   * @param count how many; 0 after one that went well
   */
  public void connectionLimits(StreamName stream, int count) {
    surroundings
        .gate()
        .admission(stream)
        .of(IotRules.UPLOADS, new IotFacts.DeviceUploads(thing(), stream, count));
  }

  private ThingName thing() {
    return source.device().thing();
  }

  private String host() {
    return String.valueOf(source.endpoint().uri().getHost());
  }
}
