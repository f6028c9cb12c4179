package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * The session of an assumed role. Thread-safe. One thread renews at a time; the others keep what is
 * still alive, and wait only if nothing is.
 */
final class AssumedRoleCredentials implements SessionCredentialsProvider {

  /** How long before their end credentials are renewed. */
  static final Duration RENEWAL_MARGIN = Duration.ofMinutes(5);

  /** How long STS is left alone after a failed renewal, while the old credentials are alive. */
  static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(AssumedRoleCredentials.class);

  private record Session(SessionCredentials credentials, Instant end) {}

  private final CredentialSource.AssumedRole source;
  private final StsClient sts;
  private final SessionCredentialsProvider base;
  private final Clock clock;
  private final ReentrantLock renewal = new ReentrantLock();
  private volatile @Nullable Session session;
  private volatile Instant notBefore = Instant.MIN;

  /**
   * A session that is not there yet.
   *
   * @param source which role
   * @param sts signs with the base credentials; closed with this
   * @param base the base credentials; closed with this
   * @param clock tells when to renew
   */
  AssumedRoleCredentials(
      CredentialSource.AssumedRole source,
      StsClient sts,
      SessionCredentialsProvider base,
      Clock clock) {
    this.source = source;
    this.sts = sts;
    this.base = base;
    this.clock = clock;
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
      throw FailureTranslation.interrupted(
          "the wait for credentials of " + source.role() + " was ");
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
    Instant now = clock.instant();
    return current == null
        || (!now.isBefore(current.end().minus(RENEWAL_MARGIN)) && !now.isBefore(notBefore));
  }

  private SessionCredentials renewed() {
    try {
      Session next = assumed();
      session = next;
      LOG.debug("Assumed {} until {}", source.role(), next.end());
      return next.credentials();
    } catch (ControlPlaneException e) {
      notBefore = clock.instant().plus(PAUSE_AFTER_FAILURE);
      SessionCredentials alive = held().orElseThrow(() -> e);
      LOG.warn("Credentials of {} are kept until their end: {}", source.role(), e.getMessage());
      return alive;
    }
  }

  private Session assumed() {
    AwsCall call = new AwsCall("sts:AssumeRole", source.role().value());
    AssumeRoleRequest request =
        AssumeRoleRequest.builder()
            .roleArn(source.role().value())
            .roleSessionName(source.sessionName())
            .durationSeconds(Math.toIntExact(source.duration().toSeconds()))
            .build();
    try {
      return read(call, sts.assumeRole(request).credentials());
    } catch (SdkException | UncheckedIOException e) {
      throw FailureTranslation.of(call, e);
    }
  }

  private Session read(AwsCall call, @Nullable Credentials answer) {
    if (answer == null
        || answer.accessKeyId() == null
        || answer.secretAccessKey() == null
        || answer.sessionToken() == null
        || answer.expiration() == null) {
      throw FailureTranslation.malformed(call, "credentials without key, token or end");
    }
    Instant end = answer.expiration();
    if (!clock.instant().isBefore(end)) {
      throw FailureTranslation.malformed(
          call, "credentials that are over since " + end + "; check this machine's clock");
    }
    return new Session(
        SessionCredentials.of(
            answer.accessKeyId(),
            answer.secretAccessKey(),
            Optional.of(answer.sessionToken()),
            Optional.of(end)),
        end);
  }

  @Override
  public void close() {
    sts.close();
    base.close();
  }
}
