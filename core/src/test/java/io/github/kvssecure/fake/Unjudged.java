package io.github.kvssecure.fake;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.internal.aws.AwsClients;
import io.github.kvssecure.internal.aws.CredentialResolver;
import io.github.kvssecure.internal.aws.Machine;
import io.github.kvssecure.internal.renewal.RenewalListener;
import io.github.kvssecure.internal.renewal.RenewalTerms;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import java.security.SecureRandom;
import java.time.Clock;

/** Credential sources that nobody judges, for tests of single adapters. */
public final class Unjudged {

  private Unjudged() {}

  /** Opens sources of all kinds but devices. */
  public static CredentialResolver resolver(AwsClients clients) {
    return new CredentialResolver(
        clients,
        RenewalTerms.of(Clock.systemUTC(), new SecureRandom(), RenewalListener.NONE),
        (source, credentials) -> {},
        Machine.ofThisProcess(),
        source -> {
          throw new IllegalArgumentException("no device of AWS IoT is expected here");
        });
  }

  /** The credentials of a source. */
  public static SessionCredentialsProvider open(AwsClients clients, CredentialSource source) {
    return resolver(clients).open(source);
  }
}
