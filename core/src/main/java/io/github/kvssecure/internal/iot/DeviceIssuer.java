package io.github.kvssecure.internal.iot;

import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.identity.CredentialSource.IotCertificate;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.renewal.SessionIssuer;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.spi.ControlPlaneException;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks AWS IoT for the sessions of a device. Thread-safe; called by one thread at a time.
 *
 * <p>After {@value #REFUSAL_LIMIT} refusals in a row AWS IoT is left alone for good: the producer
 * must be built anew. What can pass by itself, such as throttling, does not count.
 */
public final class DeviceIssuer implements SessionIssuer {

  /** After how many refusals in a row the provider is left alone for good. */
  static final int REFUSAL_LIMIT = 5;

  private static final Logger LOG = LoggerFactory.getLogger(DeviceIssuer.class);

  private final IotCertificate source;
  private final CredentialsCall call;
  private final DeviceGuard guard;
  private final Function<SessionCredentials, CallerIdentity> whoIs;
  private int refusals;
  private String latestRefusal = "";

  /**
   * An issuer for one device.
   *
   * @param source the device
   * @param surroundings what devices share
   * @param whoIs asks STS whose credentials these are; throws {@link ControlPlaneException} if it
   *     does not answer
   */
  public DeviceIssuer(
      IotCertificate source,
      DeviceSurroundings surroundings,
      Function<SessionCredentials, CallerIdentity> whoIs) {
    this.source = source;
    this.guard = new DeviceGuard(source, surroundings);
    this.call = new CredentialsCall(source, surroundings, guard);
    this.whoIs = whoIs;
  }

  @Override
  public SessionCredentials issue() {
    requireNotLockedOut();
    SessionCredentials next = asked();
    verifyRole(next);
    refusals = 0;
    requireNotLockedOut();
    return next;
  }

  /** A device is not given up because STS was out of reach for a moment. */
  private void verifyRole(SessionCredentials next) {
    Optional<CallerIdentity> caller = Optional.empty();
    Optional<ControlPlaneException> silence = Optional.empty();
    try {
      caller = source.expectedRole().map(unused -> whoIs.apply(next));
    } catch (ControlPlaneException e) {
      LOG.warn("STS does not say whose credentials these are: {}", e.getMessage());
      silence = Optional.of(e);
    }
    try {
      guard.verify(caller);
    } catch (PolicyViolationException e) {
      throw silence
          .filter(ControlPlaneException::isRetryable)
          .<RuntimeException>map(passing -> passing)
          .orElse(e);
    }
  }

  private SessionCredentials asked() {
    try {
      return call.ask();
    } catch (CredentialsCall.RefusedException e) {
      String message = String.valueOf(e.getMessage());
      if (!e.refusal().isPassing()) {
        refusals++;
        latestRefusal = message + "; refused " + refusals + " times in a row";
        requireNotLockedOut();
      }
      throw new ControlPlaneException(e.refusal().errorCode(), e.refusal().isPassing(), message);
    }
  }

  /** Tells the gate each time, so that the report says how things stand (IOT-10). */
  private void requireNotLockedOut() {
    guard.refusals(refusals, REFUSAL_LIMIT, latestRefusal);
  }

  /** Holds nothing. */
  @Override
  public void close() {}
}
