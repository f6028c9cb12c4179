package io.github.kvssecure.internal.iot;

import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.identity.CredentialSource.IotCertificate;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The credentials of a device of AWS IoT. Thread-safe. One thread renews at a time; the others keep
 * what is alive, and wait only if nothing is.
 *
 * <p>A refusal is never answered with another call at once: the provider is left alone for a time
 * that doubles, and for good after {@value #REFUSAL_LIMIT} refusals in a row. Credentials that are
 * alive are kept meanwhile.
 */
public final class DeviceCredentials implements SessionCredentialsProvider {

  /** After how many refusals in a row the provider is left alone for good. */
  static final int REFUSAL_LIMIT = 5;

  /** How long before their end credentials are renewed at the latest. */
  static final Duration RENEWAL_MARGIN = Duration.ofMinutes(5);

  /** By how much of their life a renewal is brought forward at most, so that devices spread out. */
  private static final double JITTER = 0.1;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private static final Logger LOG = LoggerFactory.getLogger(DeviceCredentials.class);

  private record Session(SessionCredentials credentials, Instant renewal, Instant end) {}

  private record Pause(Instant until, ControlPlaneException reason) {}

  private final IotCertificate source;
  private final CredentialsCall call;
  private final DeviceGuard guard;
  private final Function<SessionCredentials, Optional<CallerIdentity>> whoIs;
  private final Clock clock;
  private final DoubleSupplier random;
  private final ReentrantLock renewal = new ReentrantLock();
  private volatile @Nullable Session session;
  private volatile @Nullable Pause pause;
  private int failures;
  private int refusals;
  private String latestRefusal = "";

  /**
   * Credentials that are not there yet.
   *
   * @param source the device
   * @param surroundings what devices share
   * @param whoIs asks STS whose credentials these are; empty if it does not answer
   * @param random 0 to 1, for jitter
   */
  public DeviceCredentials(
      IotCertificate source,
      DeviceSurroundings surroundings,
      Function<SessionCredentials, Optional<CallerIdentity>> whoIs,
      DoubleSupplier random) {
    this.source = source;
    this.guard = new DeviceGuard(source, surroundings);
    this.call = new CredentialsCall(source, surroundings, guard);
    this.whoIs = whoIs;
    this.clock = surroundings.clock();
    this.random = random;
  }

  @Override
  public SessionCredentials resolve() {
    Optional<SessionCredentials> held = held();
    if (held.isPresent() && (!isRenewalDue() || !renewal.tryLock())) {
      return held.get();
    }
    if (held.isEmpty()) {
      waitForRenewal();
    }
    try {
      return isRenewalDue() ? renewed() : held().orElseGet(this::renewed);
    } finally {
      renewal.unlock();
    }
  }

  private void waitForRenewal() {
    try {
      renewal.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlPlaneException(
          "Interrupted",
          true,
          "the wait for credentials of device " + thing() + " was interrupted");
    }
  }

  private Optional<SessionCredentials> held() {
    Session current = session;
    return current != null && clock.instant().isBefore(current.end())
        ? Optional.of(current.credentials())
        : Optional.empty();
  }

  private boolean isRenewalDue() {
    Session current = session;
    return current == null || (!clock.instant().isBefore(current.renewal()) && paused().isEmpty());
  }

  private Optional<Pause> paused() {
    return Optional.ofNullable(pause).filter(p -> clock.instant().isBefore(p.until()));
  }

  private SessionCredentials renewed() {
    Optional<Pause> paused = paused();
    if (paused.isPresent()) {
      throw paused.get().reason();
    }
    try {
      requireNotLockedOut();
      SessionCredentials next = asked();
      refusals = 0;
      failures = 0;
      requireNotLockedOut();
      session = sessionOf(next);
      return next;
    } catch (ControlPlaneException e) {
      if (e.errorCode().equals(CredentialsCall.INTERRUPTED)) {
        throw e;
      }
      failures++;
      pause = new Pause(clock.instant().plus(nextPause()), e);
      SessionCredentials alive = held().orElseThrow(() -> e);
      LOG.warn("Credentials of device {} are kept until their end: {}", thing(), e.getMessage());
      return alive;
    } catch (PolicyViolationException e) {
      LOG.warn("Device {} gets no new credentials: {}", thing(), e.getMessage());
      failures++;
      pause =
          new Pause(
              clock.instant().plus(nextPause()),
              new ControlPlaneException("DeviceRefused", false, String.valueOf(e.getMessage())));
      return held().orElseThrow(() -> e);
    }
  }

  private void requireNotLockedOut() {
    guard.refusals(refusals, REFUSAL_LIMIT, latestRefusal);
  }

  private SessionCredentials asked() {
    SessionCredentials next;
    try {
      next = call.ask();
    } catch (CredentialsCall.RefusedException e) {
      String message = String.valueOf(e.getMessage());
      if (!e.refusal().isPassing()) {
        refusals++;
        latestRefusal = message;
        LOG.warn("Device {} was refused {} times in a row: {}", thing(), refusals, message);
        requireNotLockedOut();
      }
      throw new ControlPlaneException(e.refusal().errorCode(), e.refusal().isPassing(), message);
    }
    guard.verify(source.expectedRole().isPresent() ? whoIs.apply(next) : Optional.empty());
    return next;
  }

  private Session sessionOf(SessionCredentials credentials) {
    Instant end = credentials.expiration().orElseThrow();
    Duration life = Duration.between(clock.instant(), end);
    Duration early = Duration.ofMillis((long) (life.toMillis() * JITTER * random.getAsDouble()));
    LOG.debug("Device {} has credentials until {}", thing(), end);
    return new Session(credentials, end.minus(RENEWAL_MARGIN).minus(early), end);
  }

  private Duration nextPause() {
    Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
    Duration longest = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    return Duration.ofMillis((long) (longest.toMillis() * (0.5 + random.getAsDouble() / 2)));
  }

  private String thing() {
    return source.device().thing().value();
  }

  /** Forgets the credentials. */
  @Override
  public void close() {
    session = null;
  }
}
