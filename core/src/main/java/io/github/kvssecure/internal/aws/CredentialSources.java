package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.SessionCredentials;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** What can be said of a credential source without asking anybody. */
public final class CredentialSources {

  private CredentialSources() {}

  /**
   * The keys that a source holds itself, or that the base of an assumed role holds. No network, no
   * file is touched.
   *
   * @param source any
   * @return the keys of a {@link StaticCredentialsProvider}; empty for every other provider, which
   *     says nothing about what it will give
   */
  public static Optional<SessionCredentials> literalCredentials(CredentialSource source) {
    if (source instanceof CredentialSource.AssumedRole role) {
      return literalCredentials(role.base());
    }
    return source instanceof CredentialSource.Provided provided
            && provided.provider() instanceof StaticCredentialsProvider literal
        ? ProvidedCredentials.read(literal.resolveCredentials())
        : Optional.empty();
  }
}
