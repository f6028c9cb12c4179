package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.identity.StreamBinding;
import io.github.kvssecure.identity.ThingName;
import io.github.kvssecure.internal.gate.rule.Facts.Handshake;
import io.github.kvssecure.internal.gate.rule.Facts.LoopbackOption;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.StreamName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What rules about devices of AWS IoT look at. All immutable. */
public final class IotFacts {

  private IotFacts() {}

  /**
   * A certificate authority that is trusted to vouch for the credentials provider.
   *
   * @param sha256 of its certificate in DER form, lower-case hex
   * @param name its subject
   */
  public record Anchor(String sha256, String name) {}

  /**
   * Whom a device trusts.
   *
   * @param thing which device
   * @param anchors all of them
   * @param region its Region
   * @param loopback the stand-in that was opted into, if any
   */
  public record DeviceTrust(
      ThingName thing, List<Anchor> anchors, AwsRegion region, Optional<LoopbackOption> loopback) {}

  /**
   * The files of a device's key.
   *
   * @param thing which device
   * @param files all of them; empty if the key is in no file
   * @param processOwner as whom this process runs
   */
  public record DeviceFiles(
      ThingName thing, List<FileFacts.FileState> files, String processOwner) {}

  /**
   * A private key and the certificate it came with.
   *
   * @param thing which device
   * @param algorithm of the public key
   * @param bits the size of an RSA modulus, or of the field of a curve
   * @param curve the name of a curve that AWS IoT takes; empty for RSA and for other curves
   * @param matches whether what the private key signs is verified by the certificate
   */
  public record DeviceKeyPair(
      ThingName thing, String algorithm, int bits, Optional<String> curve, boolean matches) {}

  /**
   * How long a certificate is valid.
   *
   * @param thing of which device
   * @param notBefore its first moment
   * @param notAfter its last moment
   * @param now the present
   */
  public record DeviceValidity(ThingName thing, Instant notBefore, Instant notAfter, Instant now) {}

  /**
   * A stream that a device is about to use.
   *
   * @param thing which device
   * @param binding how its stream must be named
   * @param certificateId the SHA-256 of its certificate in DER form, lower-case hex
   * @param stream what it is about to use
   */
  public record DeviceStream(
      ThingName thing, StreamBinding binding, String certificateId, StreamName stream) {}

  /**
   * A connection to the credentials provider.
   *
   * @param endpoint the host of the endpoint that was configured
   * @param handshake how its handshake went
   * @param certificateAskedFor whether the peer asked for the device's certificate
   */
  public record DeviceConnection(
      String endpoint, Handshake handshake, boolean certificateAskedFor) {}

  /**
   * Credentials that the provider gave.
   *
   * @param thing to which device
   * @param credentials the credentials
   * @param now the present, by the provider's clock where it said so
   */
  public record DeviceSession(ThingName thing, SessionCredentials credentials, Instant now) {}

  /**
   * The role behind a device's credentials.
   *
   * @param thing which device
   * @param expected the role it must be, if the application said so
   * @param caller what STS says; empty if it did not answer
   */
  public record DeviceRole(
      ThingName thing, Optional<RoleArn> expected, Optional<CallerIdentity> caller) {}

  /**
   * How often in a row the provider refused a device.
   *
   * @param thing which device
   * @param refusals how often
   * @param limit from which on it is left alone
   * @param latest why it refused last; empty text if it never did
   */
  public record DeviceRefusals(ThingName thing, int refusals, int limit, String latest) {}

  /**
   * Whether the service told that somebody else sends to a device's stream.
   *
   * @param thing which device
   * @param stream its stream
   * @param connectionLimits how many uploads in a row ended with ConnectionLimitExceededException
   */
  public record DeviceUploads(ThingName thing, StreamName stream, int connectionLimits) {}

  /**
   * What in this process would write down the answer of a credentials call.
   *
   * @param thing whose answer
   * @param switches names of system properties that are set
   */
  public record DeviceCall(ThingName thing, List<String> switches) {}
}
