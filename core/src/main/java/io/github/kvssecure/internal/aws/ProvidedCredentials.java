package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.renewal.RenewalTerms;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * What a provider of the SDK gives, asked anew each time: the provider caches and renews by itself.
 * Thread-safe. If it gives nothing, or not in time, the last credentials are kept until their end.
 */
final class ProvidedCredentials implements SessionCredentialsProvider {

  /** What may stand in a header; the JDK quotes a header it rejects, and with it the token. */
  private static final Pattern HEADER_SAFE = Pattern.compile("[!-~]+");

  /** A program may have to sign somebody in first; but threads that all streams share wait here. */
  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(10), Duration.ofMinutes(1));

  private static final Logger LOG = LoggerFactory.getLogger(ProvidedCredentials.class);

  private final AwsCredentialsProvider provider;
  private final RenewalTerms terms;
  private final Runnable onClose;
  private final Patience patience;
  private final SharedCall<SessionCredentials> call;
  private volatile @Nullable SessionCredentials last;
  private volatile boolean failing;

  /**
   * How long a provider may take.
   *
   * @param whileAlive while the last credentials live, which are then given
   * @param otherwise when there are none
   */
  record Patience(Duration whileAlive, Duration otherwise) {}

  /**
   * Credentials of a provider.
   *
   * @param provider asked each time
   * @param terms tells the time, and who is told of failures
   * @param onClose frees the provider, if it is ours
   */
  ProvidedCredentials(AwsCredentialsProvider provider, RenewalTerms terms, Runnable onClose) {
    this(provider, terms, onClose, PATIENCE);
  }

  ProvidedCredentials(
      AwsCredentialsProvider provider, RenewalTerms terms, Runnable onClose, Patience patience) {
    this.provider = provider;
    this.terms = terms;
    this.onClose = onClose;
    this.patience = patience;
    this.call = new SharedCall<>(this::asked);
  }

  @Override
  public SessionCredentials resolve() {
    Duration longest = alive().isPresent() ? patience.whileAlive() : patience.otherwise();
    try {
      return call.await(longest);
    } catch (TimeoutException e) {
      return kept(
          refused(
              FailureTranslation.NO_CREDENTIALS,
              "has given no answer for " + longest + "; see whether it hangs"));
    } catch (InterruptedException e) {
      throw ControlPlaneException.interrupted("the wait for credentials of " + name() + " was ");
    } catch (CancellationException e) {
      throw new ControlPlaneException(
          "SourceClosed", false, name() + " is no longer asked: the source was closed");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      return kept(
          e.getCause() instanceof RuntimeException failure
              ? FailureTranslation.noCredentials(provider.getClass(), failure)
              : refused(FailureTranslation.NO_CREDENTIALS, "failed"));
    }
  }

  private SessionCredentials asked() {
    SessionCredentials given = given();
    SessionCredentials before = last;
    last = given;
    failing = false;
    if (before == null || !before.accessKeyId().equals(given.accessKeyId())) {
      given.expiration().ifPresent(end -> terms.listener().renewed(name(), end));
    }
    return given;
  }

  private Optional<SessionCredentials> alive() {
    return Optional.ofNullable(last)
        .filter(kept -> kept.expiration().filter(terms.clock().instant()::isBefore).isPresent());
  }

  private SessionCredentials kept(ControlPlaneException failure) {
    Optional<SessionCredentials> alive = alive();
    // Whoever asks every few seconds wants to be told once.
    if (!failing) {
      failing = true;
      terms
          .listener()
          .failed(
              name(),
              String.valueOf(failure.getMessage()),
              alive.flatMap(SessionCredentials::expiration));
      LOG.warn("No new credentials of {}: {}", name(), failure.getMessage());
    }
    return alive.orElseThrow(() -> failure);
  }

  private String name() {
    return provider.getClass().getSimpleName();
  }

  private SessionCredentials given() {
    SessionCredentials credentials =
        read(ask())
            .orElseThrow(
                () -> refused(FailureTranslation.NO_CREDENTIALS, "gave no access key or secret"));
    if (!isHeaderSafe(credentials)) {
      throw refused(
          FailureTranslation.NO_CREDENTIALS,
          "gave credentials with blanks, line ends or other characters that no credential has;"
              + " look for a stray line end where they are stored");
    }
    if (credentials.expiration().filter(end -> !end.isAfter(terms.clock().instant())).isPresent()) {
      throw refused(
          "ExpiredCredentials",
          "gave credentials that are over; let it renew them, and check this machine's clock");
    }
    return credentials;
  }

  private @Nullable AwsCredentialsIdentity ask() {
    try {
      return provider.resolveCredentials();
    } catch (RuntimeException e) {
      throw FailureTranslation.noCredentials(provider.getClass(), e);
    }
  }

  private ControlPlaneException refused(String errorCode, String found) {
    return new ControlPlaneException(
        errorCode, true, provider.getClass().getSimpleName() + " " + found);
  }

  private static boolean isHeaderSafe(SessionCredentials credentials) {
    return HEADER_SAFE.matcher(credentials.accessKeyId()).matches()
        && HEADER_SAFE.matcher(credentials.secretAccessKey()).matches()
        && HEADER_SAFE.matcher(credentials.sessionToken().orElse("-")).matches();
  }

  /**
   * Credentials of the SDK as ours.
   *
   * @param identity what a provider gave; anonymous credentials hold no keys
   * @return empty if key id or secret is missing
   */
  static Optional<SessionCredentials> read(@Nullable AwsCredentialsIdentity identity) {
    if (identity == null || identity.accessKeyId() == null || identity.secretAccessKey() == null) {
      return Optional.empty();
    }
    Optional<String> token =
        identity instanceof AwsSessionCredentialsIdentity session
            ? Optional.ofNullable(session.sessionToken())
            : Optional.empty();
    return Optional.of(
        SessionCredentials.of(
            identity.accessKeyId(), identity.secretAccessKey(), token, identity.expirationTime()));
  }

  /** {@inheritDoc} The provider is asked every time, and keeps what it likes. */
  @Override
  public void refused(SessionCredentials refused) {}

  /** Asks the provider no more, and frees it if it is ours; who asks from now on is refused. */
  @Override
  public void close() {
    call.close();
    onClose.run();
  }
}
