package io.github.kvssecure.internal.renewal;

import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions of one issuer, one after the other. Thread-safe. One thread renews at a time; the others
 * keep what is still alive, and wait only if nothing is. What is over is never given.
 *
 * <p>After a failure the issuer is left alone for a time that grows ({@link RenewalPauses}), but at
 * most until the session that is still used is over. Whoever asks meanwhile gets that session or,
 * if there is none, the same refusal again.
 */
public final class RenewingCredentials implements SessionCredentialsProvider {

  private static final Logger LOG = LoggerFactory.getLogger(RenewingCredentials.class);

  private record Session(SessionCredentials credentials, Instant end, Instant renewal) {}

  private record Pause(Instant since, Instant until, RuntimeException reason) {
    /** A clock that was set back must not make it longer. */
    boolean isOn(Instant now) {
      return !now.isBefore(since) && now.isBefore(until);
    }
  }

  private final String source;
  private final SessionIssuer issuer;
  private final RenewalTerms terms;
  private final ReentrantLock renewal = new ReentrantLock();
  private volatile @Nullable Session session;
  private volatile @Nullable Pause pause;
  private volatile @Nullable String refused;
  private volatile boolean closed;
  private int failures;

  /**
   * A session that is not there yet.
   *
   * @param source for messages, without secrets
   * @param issuer gives sessions; closed with this
   * @param terms when to renew, and who is told
   */
  public RenewingCredentials(String source, SessionIssuer issuer, RenewalTerms terms) {
    this.source = source;
    this.issuer = issuer;
    this.terms = terms;
  }

  @Override
  public SessionCredentials resolve() {
    requireOpen();
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
      throw ControlPlaneException.interrupted("the wait for credentials of " + source + " was ");
    }
  }

  private Optional<Session> held() {
    Session current = session;
    return current != null
            && terms.clock().instant().isBefore(current.end())
            && !current.credentials().accessKeyId().equals(refused)
        ? Optional.of(current)
        : Optional.empty();
  }

  private boolean isRenewalDue() {
    Session current = session;
    return current == null
        || current.credentials().accessKeyId().equals(refused)
        || (!terms.clock().instant().isBefore(current.renewal()) && paused().isEmpty());
  }

  private Optional<Pause> paused() {
    return Optional.ofNullable(pause).filter(p -> p.isOn(terms.clock().instant()));
  }

  private SessionCredentials renewed() {
    Optional<Pause> paused = paused();
    if (paused.isPresent()) {
      throw paused.get().reason();
    }
    try {
      requireOpen();
      SessionCredentials next = issuer.issue();
      requireOpen();
      hold(next);
      return next;
    } catch (ControlPlaneException e) {
      if (e.isInterruption()) {
        throw e;
      }
      return kept(e);
    } catch (PolicyViolationException | IngestConfigurationException e) {
      return kept(e);
    } catch (RuntimeException e) {
      return kept(unexpected(e));
    }
  }

  /** Tells what and where, and not the text: nobody here knows what a token or a supplier says. */
  private ControlPlaneException unexpected(RuntimeException e) {
    StackTraceElement[] places = e.getStackTrace();
    return new ControlPlaneException(
        "UnexpectedFailure",
        true,
        source
            + " failed with "
            + e.getClass().getName()
            + (places.length == 0
                ? ""
                : " in " + places[0].getClassName() + "." + places[0].getMethodName())
            + "; see that its token is there and that what the application supplies gives an answer");
  }

  private void hold(SessionCredentials next) {
    Instant now = terms.clock().instant();
    Instant end = next.expiration().orElse(now);
    if (!now.isBefore(end)) {
      throw new ControlPlaneException(
          "MalformedAnswer",
          false,
          "credentials of " + source + " are over since " + end + "; check this machine's clock");
    }
    failures = 0;
    pause = null;
    // If it gives the same ones, asking again would give them again.
    refused = null;
    session = new Session(next, end, terms.schedule().renewalOf(now, end));
    LOG.debug("Credentials of {} until {}", source, end);
    terms.listener().renewed(source, end);
  }

  private SessionCredentials kept(RuntimeException failure) {
    requireOpen();
    Instant now = terms.clock().instant();
    Optional<Session> alive = held();
    failures++;
    Instant next = now.plus(terms.pauses().after(failures));
    // At the end of what is alive somebody looks once more, whatever the pause.
    Instant until = alive.map(Session::end).filter(next::isAfter).orElse(next);
    pause = new Pause(now, until, failure);
    String cause = String.valueOf(failure.getMessage());
    LOG.warn("No new credentials of {}: {}", source, cause);
    terms.listener().failed(source, cause, alive.map(Session::end));
    return alive.map(Session::credentials).orElseThrow(() -> failure);
  }

  /** {@inheritDoc} Others may have got a newer session meanwhile, which stays. */
  @Override
  public void refused(SessionCredentials credentials) {
    Session current = session;
    if (current != null && current.credentials().accessKeyId().equals(credentials.accessKeyId())) {
      refused = credentials.accessKeyId();
    }
  }

  private void requireOpen() {
    if (closed) {
      session = null;
      throw new ControlPlaneException(
          "SourceClosed",
          false,
          "credentials of " + source + " are no longer given: it was closed");
    }
  }

  /** Forgets the session and closes the issuer; who asks from now on is refused, nobody told. */
  @Override
  public void close() {
    closed = true;
    session = null;
    issuer.close();
  }
}
