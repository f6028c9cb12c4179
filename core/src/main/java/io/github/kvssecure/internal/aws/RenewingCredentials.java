package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions, one after the other. Thread-safe. One thread renews at a time; the others keep what is
 * still alive, and wait only if nothing is. What is over is never given.
 */
final class RenewingCredentials implements SessionCredentialsProvider {

  /** How long the issuer is left alone after a failed renewal, while the old session is alive. */
  static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(RenewingCredentials.class);

  private record Session(SessionCredentials credentials, Instant end, Instant renewal) {}

  /**
   * What sessions need beside an issuer.
   *
   * @param clock tells when to renew
   * @param schedule how early
   * @param listener told of each renewal
   */
  record Terms(Clock clock, RenewalSchedule schedule, RenewalListener listener) {}

  private final String source;
  private final SessionIssuer issuer;
  private final Terms terms;
  private final ReentrantLock renewal = new ReentrantLock();
  private volatile @Nullable Session session;
  private volatile Instant notBefore = Instant.MIN;

  /**
   * A session that is not there yet.
   *
   * @param source for messages
   * @param issuer gives sessions; closed with this
   * @param terms when to renew, and who is told
   */
  RenewingCredentials(String source, SessionIssuer issuer, Terms terms) {
    this.source = source;
    this.issuer = issuer;
    this.terms = terms;
  }

  @Override
  public SessionCredentials resolve() {
    Optional<Session> held = held();
    if (held.isPresent() && (!isRenewalDue() || !renewal.tryLock())) {
      return held.get().credentials();
    }
    if (held.isEmpty()) {
      waitForRenewal();
    }
    try {
      return isRenewalDue() ? renewed() : held().map(Session::credentials).orElseGet(this::renewed);
    } finally {
      renewal.unlock();
    }
  }

  private void waitForRenewal() {
    try {
      renewal.lockInterruptibly();
    } catch (InterruptedException e) {
      throw FailureTranslation.interrupted("the wait for credentials of " + source + " was ");
    }
  }

  private Optional<Session> held() {
    Session current = session;
    return current != null && terms.clock().instant().isBefore(current.end())
        ? Optional.of(current)
        : Optional.empty();
  }

  private boolean isRenewalDue() {
    Session current = session;
    Instant now = terms.clock().instant();
    return current == null || (!now.isBefore(current.renewal()) && !now.isBefore(notBefore));
  }

  private SessionCredentials renewed() {
    try {
      SessionCredentials next = issuer.issue();
      Instant now = terms.clock().instant();
      Instant end = next.expiration().orElse(now);
      if (!now.isBefore(end)) {
        throw new ControlPlaneException(
            FailureTranslation.MALFORMED_ANSWER,
            false,
            "credentials of " + source + " are over since " + end + "; check this machine's clock");
      }
      session = new Session(next, end, terms.schedule().renewalOf(now, end));
      LOG.debug("Credentials of {} until {}", source, end);
      terms.listener().renewed(source, end);
      return next;
    } catch (ControlPlaneException e) {
      return kept(e);
    }
  }

  private SessionCredentials kept(ControlPlaneException failure) {
    notBefore = terms.clock().instant().plus(PAUSE_AFTER_FAILURE);
    Optional<Session> alive = held();
    terms.listener().failed(source, String.valueOf(failure.getMessage()), alive.map(Session::end));
    LOG.warn("No new credentials of {}: {}", source, failure.getMessage());
    return alive.map(Session::credentials).orElseThrow(() -> failure);
  }

  @Override
  public void close() {
    issuer.close();
  }
}
