package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.renewal.RenewalTerms;
import io.github.kvssecure.internal.renewal.RenewingCredentials;
import io.github.kvssecure.internal.renewal.SessionIssuer;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import java.util.Optional;
import java.util.function.Function;

/**
 * A source whose sessions this library asks STS for. Thread-safe. All sessions share one STS client
 * and one base.
 */
public final class NarrowableSource implements AutoCloseable {

  private final String name;
  private final Function<Optional<SessionPolicy>, SessionIssuer> issuers;
  private final RenewalTerms terms;
  private final Runnable onClose;

  NarrowableSource(
      String name,
      Function<Optional<SessionPolicy>, SessionIssuer> issuers,
      RenewalTerms terms,
      Runnable onClose) {
    this.name = name;
    this.issuers = issuers;
    this.terms = terms;
    this.onClose = onClose;
  }

  /**
   * Sessions that may do no more than a policy allows.
   *
   * @param policy the limit
   * @return a provider; closing it leaves this source open
   */
  public SessionCredentialsProvider narrowedTo(SessionPolicy policy) {
    return new RenewingCredentials(name, issuers.apply(Optional.of(policy)), terms);
  }

  /** Sessions as wide as the role; closing the provider closes this source. */
  SessionCredentialsProvider whole() {
    SessionIssuer issuer = issuers.apply(Optional.empty());
    return new RenewingCredentials(
        name,
        new SessionIssuer() {
          @Override
          public SessionCredentials issue() {
            return issuer.issue();
          }

          @Override
          public void close() {
            issuer.close();
            NarrowableSource.this.close();
          }
        },
        terms);
  }

  @Override
  public void close() {
    onClose.run();
  }
}
