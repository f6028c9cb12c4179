package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * What a provider of the SDK gives, asked anew each time: the provider caches and renews by itself.
 * Thread-safe. Closing this leaves the provider open, which is the application's.
 */
final class ProvidedCredentials implements SessionCredentialsProvider {

  /** What may stand in a header; the JDK quotes a header it rejects, and with it the token. */
  private static final Pattern HEADER_SAFE = Pattern.compile("[!-~]+");

  private final AwsCredentialsProvider provider;
  private final Clock clock;

  ProvidedCredentials(AwsCredentialsProvider provider, Clock clock) {
    this.provider = provider;
    this.clock = clock;
  }

  @Override
  public SessionCredentials resolve() {
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
    if (credentials.expiration().filter(end -> !end.isAfter(clock.instant())).isPresent()) {
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

  @Override
  public void close() {}
}
